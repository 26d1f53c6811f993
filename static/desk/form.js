// The form of a story: works without this file, too; with it the text box has a name, what is chosen keeps
// its order, and the publish button says whether it publishes now or later.
"use strict";

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const box = editor.view.dom;
  label.id = `${textarea.id}_label`;
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("aria-labelledby", label.id);
  label.addEventListener("click", () => editor.commands.focus());
});

const prepare = ($) => {
  $("select.ordered").on("select2:select", (event) => {
    const option = [...event.target.options].find(({ value }) => value === event.params.data.id);
    $(option).appendTo(event.target);
    $(event.target).trigger("change");
  });
  for (const select of document.querySelectorAll("select.ordered")) {
    const search = select.parentElement.querySelector(".select2-search__field");
    search?.setAttribute("aria-label", document.querySelector(`label[for="${select.id}"]`).textContent.trim());
  }

  const publish = document.querySelector("button[data-later]");
  const notBefore = document.getElementById("id_not_before");
  if (!publish || !notBefore) return;
  const [now, later] = [publish.textContent, publish.dataset.later];
  const atThePersonsPlace = publish.closest("[data-now]").dataset.now;
  const tell = () => {
    publish.textContent = notBefore.value > atThePersonsPlace ? later : now;
  };
  notBefore.addEventListener("input", tell);
  tell();
};

// After Django's own autocomplete.js, which makes the search fields when jQuery says that all is ready.
window.addEventListener("load", () => window.django.jQuery(prepare));
