// The link to a preview can be copied with one press; without this file it is copied by hand.
"use strict";

for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // over plain HTTP a page has no clipboard of its own
    }
    button.textContent = button.dataset.copied;
  });
}
