// Fronts and the flash bar: stories are found while one types, a press changes the page in place and leaves
// one where one stood, and the preview opens in the page itself.
// Without this script the same buttons do the same by the form.
"use strict";

const PARTS = ["outcome", "front", "who-did-what"]; // what a press may change
const PAUSE = 250; // milliseconds after the last key
const main = document.querySelector("main");
const said = document.createElement("p"); // there from the beginning: what comes into it is read out
said.className = "visually-hidden";
said.setAttribute("role", "status");
main.append(said);

const form = () => document.getElementById("front");
const box = () => form().querySelector("input[type=search]");
let timer = 0;
let asking = null;
let sending = Promise.resolve();
let pending = 0; // presses that are under way: the next waits for them
let isLeaving = false;

// What is found while one types

async function look() {
  asking?.abort();
  asking = new AbortController();
  const asked = new URLSearchParams({ q: box().value });
  for (const { value } of form().querySelectorAll("input[name=story]")) asked.append("story", value);
  try {
    const answer = await fetch(`${form().dataset.found}?${asked}`, { signal: asking.signal });
    if (!answer.ok || answer.redirected) return;
    const found = document.getElementById("found");
    found.innerHTML = await answer.text();
    said.textContent = found.querySelector("[data-count]").textContent;
  } catch {
    // Typed on, or the desk does not answer: the Find button says so.
  }
}

main.addEventListener("input", ({ target }) => {
  if (target === box()) {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  } else if (target.name.startsWith("until-")) {
    form().dataset.unsaved = "";
  }
});

// A press

function puts(page, focused) {
  for (const id of PARTS) document.getElementById(id)?.replaceWith(page.getElementById(id));
  main.querySelector(".messagelist")?.remove();
  const messages = page.querySelector("main .messagelist");
  if (messages) main.prepend(messages);
  document.querySelector("#outcome .story-note")?.removeAttribute("role"); // or it would be said twice
  const told = [messages, ...document.querySelectorAll("#outcome .story-note")];
  said.textContent = told.map((each) => each?.textContent.trim() ?? "").join(" ").replace(/\s+/g, " ").trim();
  const goal = form().querySelector("[autofocus]") ?? focused() ?? document.getElementById("arranged");
  goal.focus({ preventScroll: true });
  return goal;
}

const actionOf = (button) => button.getAttribute("formaction") ?? form().getAttribute("action");

async function send({ name, value, action, top }) {
  clearTimeout(timer);
  asking?.abort();
  const data = new FormData(form());
  if (name) data.append(name, value);
  const answer = await fetch(action, { method: "POST", body: data });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.getElementById("front")) throw new Error(answer.status);
  const isSame = (each) => each.name === name && each.value === value && actionOf(each) === action;
  const goal = puts(page, () => [...form().querySelectorAll("button:enabled")].find(isSame));
  window.scrollBy(0, goal.getBoundingClientRect().top - top); // it stays under the hand
}

function show(button) {
  const section = document.getElementById("front-preview");
  button.formTarget = "front-preview";
  section.hidden = false;
  section.querySelector("iframe").onload = ({ target }) => target.contentWindow.scrollTo(0, 0);
  section.querySelector("h2").focus({ preventScroll: true });
  section.scrollIntoView({ block: "start" });
}

main.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (isLeaving || !button || event.target !== form()) return;
  if (button.id === "preview-button" && !pending) {
    show(button);
    return;
  }
  event.preventDefault();
  if (button.id === "preview-button") {
    sending = sending.then(() => form().requestSubmit(document.getElementById("preview-button")));
    return;
  }
  const { name, value } = button;
  const action = actionOf(button);
  const top = button.getBoundingClientRect().top;
  pending += 1;
  sending = sending.then(() => send({ name, value, action, top })).finally(() => {
    pending -= 1;
  }).catch(() => {
    isLeaving = true; // logged out, refused or no answer: the browser itself asks, and shows what comes
    const same = Object.assign(document.createElement("button"), { name, value, hidden: true });
    same.setAttribute("formaction", action);
    form().append(same);
    form().requestSubmit(same);
  });
});

main.addEventListener("click", ({ target }) => {
  if (target.closest("#outcome a")) isLeaving = true; // they said that they leave theirs
});

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && form()?.dataset.unsaved !== undefined) event.preventDefault();
});
