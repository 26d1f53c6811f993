// The form of a story: works without this file, too; with it the text box has a name, what is chosen keeps
// its order, lengths are counted as agencies count, and the publish button says whether it publishes now or later.
"use strict";

const COLUMNS = 64;
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+"; // Python's
const SPACES = new RegExp(SPACE, "u");
const EDGES = new RegExp(`^${SPACE}|${SPACE}$`, "gu");
const trimmed = (text) => text.replace(EDGES, "");

// As articles/body.py counts: what ends a paragraph, then the words and the lines of 64 columns of each.
const paragraphsOf = (box) => {
  const found = [];
  let text = "";
  const end = () => {
    if (trimmed(text)) found.push(trimmed(text));
    text = "";
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    if (node.nodeName === "BR") text += "\n";
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("[contenteditable=false], .ProseMirror-trailingBreak")) return;
    const parts = /^(P|H[1-6]|LI|BLOCKQUOTE|TR|TD|TH|HR|UL|OL|TABLE|PRE)$/.test(node.tagName);
    if (parts) end();
    node.childNodes.forEach(walk);
    if (parts) end();
  };
  box.childNodes.forEach(walk);
  end();
  return found;
};

const countBody = (box) => {
  const counter = document.getElementById("body-counter");
  if (!counter) return;
  const paragraphs = paragraphsOf(box);
  const words = paragraphs.reduce((sum, text) => sum + text.split(SPACES).length, 0);
  const lines = paragraphs.reduce((sum, text) => sum + Math.ceil([...text].length / COLUMNS), 0);
  counter.textContent = `${words} ${counter.dataset.words} · ${lines} ${counter.dataset.lines}`;
  counter.hidden = false;
};

const countHeadline = () => {
  const counter = document.getElementById("headline-counter");
  const headline = document.getElementById("id_headline");
  if (!counter || !headline) return;
  const number = Number(counter.dataset.number) || 1;
  const suffix = number > 1 ? ` (${number})` : "";
  const tell = () => {
    const length = [...headline.value.trim()].length + suffix.length;
    const isOver = length > Number(counter.dataset.limit);
    counter.textContent = `${length}/${counter.dataset.limit}${suffix}${isOver ? ` ${counter.dataset.over}` : ""}`;
    counter.classList.toggle("over", isOver);
    counter.hidden = false;
  };
  headline.addEventListener("input", tell);
  tell();
};

// What the server says of the text as it stands in the form: see static/desk/keep.js.
document.addEventListener("desk:kept", ({ detail }) => {
  const dateline = document.getElementById("dateline-now");
  if (dateline && "dateline" in detail) {
    dateline.textContent = detail.dateline;
    dateline.parentElement.hidden = !detail.dateline;
  }
  const lacks = document.getElementById("lacks");
  if (!lacks || !detail.lacks) return;
  const links = detail.lacks.map(({ field, text }) => {
    const link = document.createElement("a");
    link.href = `#${field}`;
    link.textContent = text;
    return link;
  });
  lacks.querySelector("span").replaceChildren(...links.flatMap((link, at) => (at ? ["; ", link] : [link])));
  lacks.hidden = !links.length;
});

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const box = editor.view.dom;
  label.id = `${textarea.id}_label`;
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("aria-labelledby", label.id);
  label.addEventListener("click", () => editor.commands.focus());
  editor.on("update", () => countBody(box));
  countBody(box);
  // A flash is opened to write the text that it lacks; a new story begins with its headline.
  if (editor.isEmpty && document.getElementById("id_headline")?.value && !document.activeElement?.matches("input, textarea")) editor.commands.focus();
  for (const button of document.querySelectorAll(".take-theirs[data-field=id_body]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      editor.commands.setContent(button.dataset.value, { emitUpdate: true });
      button.textContent = button.dataset.done;
    });
  }
});

for (const button of document.querySelectorAll(".take-theirs:not([data-field=id_body])")) {
  const field = document.getElementById(button.dataset.field);
  button.hidden = !field;
  button.addEventListener("click", () => {
    field.value = button.dataset.value;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    button.textContent = button.dataset.done;
  });
}

countHeadline();

for (const button of document.querySelectorAll(".mention")) {
  const note = document.getElementById("note-text");
  button.hidden = false;
  button.addEventListener("click", () => {
    note.setRangeText(`${/\S$/.test(note.value.slice(0, note.selectionStart)) ? " " : ""}${button.dataset.mention} `, note.selectionStart, note.selectionEnd, "end");
    note.focus();
  });
}

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

  // What a folded panel says of itself follows what is chosen in it.
  const told = ["section", "language", "priority"].map((name) => document.getElementById(`id_${name}`)).filter(Boolean);
  const summary = told[0]?.closest(".panel")?.querySelector(".panel-summary");
  $(told).on("change", () => {
    const chosen = told.map(({ selectedOptions }) => selectedOptions[0]?.value && selectedOptions[0].textContent.trim());
    if (summary) summary.textContent = chosen.filter(Boolean).join(" · ");
  });

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
