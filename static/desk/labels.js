// What scripts make of a field, a choice that is looked up while one types or the editor of a text, says what
// it is for.
"use strict";

const labelOf = ({ id }) => {
  const label = document.querySelector(`label[for="${id}"]`);
  if (label) label.id ||= `${id}_label`;
  return label;
};

django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = labelOf(select);
    const box = select.parentElement.querySelector(".select2-selection--single");
    if (!label || !box) continue;
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby")}`);
    box.querySelector("[role=textbox]").setAttribute("aria-labelledby", label.id);
  }
});

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = labelOf(textarea);
  editor.view.dom.setAttribute("aria-multiline", "true");
  editor.view.dom.setAttribute("aria-labelledby", label.id);
  label.addEventListener("click", () => editor.commands.focus());
});
