// Who logs out leaves nothing behind: what was kept in this browser goes, and its open pages keep no more.
"use strict";

document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (target.id !== "logout-form" || defaultPrevented) return;
  new BroadcastChannel("newsroom").postMessage("left");
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith("newsroom.")) localStorage.removeItem(name);
    }
  } catch {
    // A browser that lets us keep nothing has nothing to remove.
  }
});
