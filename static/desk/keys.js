// Keys for the steps, the help that lists them, and the jump from what is lacking to its field.
"use strict";

const help = document.getElementById("keys");
const steps = document.getElementById("steps");
const buttonOf = (selector) => steps?.querySelector(`${selector}:not(:disabled)`);
const press = (selector) => buttonOf(selector)?.click();
const isText = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

// Only what is there for this person: no key publishes for whom there is no button.
const showHelp = () => {
  if (!help || help.open) return;
  for (const row of help.querySelectorAll("[data-presses]")) row.hidden = !buttonOf(row.dataset.presses);
  help.showModal();
};

const KEYS = {
  "s": () => press("[name=_save]"),
  "shift s": () => press("[name=_submit]"),
  "enter": () => press("button.main"),
  "shift p": () => press("[name=_preview]"),
  "/": showHelp,
};

const named = ({ key, shiftKey }) => {
  if (key === "/" || key === "?") return "/"; // some keyboards have it above another
  return `${shiftKey ? "shift " : ""}${key.toLowerCase()}`; // whatever Caps Lock says
};

document.addEventListener("keydown", (event) => {
  if (help?.open || event.altKey) return;
  const isControlled = event.ctrlKey || event.metaKey;
  if (!isControlled && (event.key !== "?" || isText(event.target))) return;
  const name = named(event);
  if (!Object.hasOwn(KEYS, name)) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) KEYS[name]();
}, { capture: true });

const button = document.getElementById("keys-button");
if (button && help) {
  button.hidden = false;
  button.addEventListener("click", showHelp);
}

// The folded steps close as a menu does.
const more = document.querySelector(".more-steps");
document.addEventListener("click", ({ target }) => {
  if (more?.open && !more.contains(target)) more.open = false;
});
more?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  more.open = false;
  more.querySelector("summary").focus();
});

// To the field itself, whatever panel it is in and whatever widget stands for it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#lacks a, .stale a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const panel = target.closest("details");
  if (panel) panel.open = true;
  const field = target.closest(".field") ?? target;
  field.scrollIntoView({ block: "center" });
  const shown = field.matches(".field") && field.querySelector("[role=textbox], .select2-search__field");
  (shown || (target.matches("section, #steps") ? target.querySelector("button, a") : target)).focus({ preventScroll: true });
});
