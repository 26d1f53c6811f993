// The front page stays new without being loaded again, and nothing moves under a hand that is about to click:
// while the pointer or the focus is in a panel its rows wait, and its heading says how many are new.
"use strict";

{
  const EVERY = 8000;
  const page = document.getElementById("panels");
  const state = document.getElementById("panels-state");
  const waiting = new Map(); // panel's name: the new panel, for when nobody is in the old one
  let digest = page.dataset.digest;
  let timer = 0;

  const isBusy = (panel) => panel.matches(":hover, :focus-within");
  const keys = (panel) => [...panel.querySelectorAll("[data-key]")].map((row) => row.dataset.key);

  const tell = (panel, count) => {
    const said = count === 1 ? page.dataset.newOne : page.dataset.newMany.replace("%d", count);
    const place = panel.querySelector(".new");
    if (place.textContent !== said) place.textContent = said;
  };

  // The panel itself and what announces stay the same elements: screen readers listen to those.
  const renew = (panel, fresh) => {
    waiting.delete(panel.dataset.panel);
    const [rows, others] = [panel, fresh].map((each) => each.querySelector(".rows"));
    if (isBusy(page)) others.style.height = `${rows.offsetHeight}px`; // or what is below would move
    rows.replaceWith(others);
    panel.querySelector(".all")?.remove();
    const all = fresh.querySelector(".all");
    if (all) panel.querySelector("header").append(all);
  };

  const take = (panel, fresh) => {
    const known = new Set(keys(panel));
    const added = keys(fresh).filter((key) => !known.has(key));
    if (added.length) tell(panel, added.length);
    if (isBusy(panel)) {
      waiting.set(panel.dataset.panel, fresh);
      return;
    }
    renew(panel, fresh);
    for (const key of added) panel.querySelector(`[data-key="${key}"]`).classList.add("fresh");
  };

  const show = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const panel of page.querySelectorAll("[data-panel]")) {
      const other = fresh.querySelector(`[data-panel="${panel.dataset.panel}"]`);
      if (other) take(panel, document.adoptNode(other));
    }
  };

  const ask = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch(page.dataset.address, {
        cache: "no-store",
        headers: { "If-None-Match": digest },
        redirect: "manual", // to the log-in: nothing to show
      });
      if (answer.status === 200) {
        show(await answer.text());
        digest = answer.headers.get("ETag");
      }
      state.textContent = answer.ok || answer.status === 304 ? "" : page.dataset.gone;
    } catch {
      state.textContent = page.dataset.gone;
    }
    timer = setTimeout(ask, EVERY);
  };

  const leave = (panel) => {
    const fresh = waiting.get(panel.dataset.panel);
    if (fresh && !isBusy(panel)) take(panel, fresh);
  };

  const settle = () => {
    if (isBusy(page)) return;
    for (const rows of page.querySelectorAll(".rows")) rows.style.height = "";
  };
  page.addEventListener("pointerleave", () => setTimeout(settle, 0));
  page.addEventListener("focusout", () => setTimeout(settle, 0));

  for (const panel of page.querySelectorAll("[data-panel]")) {
    const seen = () => {
      if (!waiting.has(panel.dataset.panel)) panel.querySelector(".new").textContent = "";
    };
    panel.addEventListener("pointerenter", seen);
    panel.addEventListener("focusin", seen);
    // A moment later: the pointer that leaves is in nothing yet, the focus that leaves is nowhere yet.
    panel.addEventListener("pointerleave", () => setTimeout(leave, 0, panel));
    panel.addEventListener("focusout", () => setTimeout(leave, 0, panel));
  }

  document.addEventListener("visibilitychange", ask);
  timer = setTimeout(ask, EVERY);
}
