// Fronts and the flash bar: stories are found while one types, and the preview opens in the page itself.
// Without this script the same buttons do the same by the form.
"use strict";

const form = document.getElementById("front");
const box = form.querySelector("input[type=search]");
const found = document.getElementById("found");
const PAUSE = 250; // milliseconds after the last key
let timer = 0;
let asking = null;

async function look() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(`${form.dataset.found}?${new URLSearchParams({ q: box.value })}`, { signal: asking.signal });
    if (answer.ok && !answer.redirected) found.innerHTML = await answer.text();
  } catch {
    // Typed on, or the desk does not answer: the Find button says so.
  }
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});

const preview = document.getElementById("preview-button");
if (preview) {
  const section = document.getElementById("front-preview");
  preview.formTarget = "front-preview";
  preview.addEventListener("click", () => {
    section.hidden = false;
    section.querySelector("h2").focus();
    section.scrollIntoView();
  });
}
