// How much waits for this person, in the head of every page: a hold or a kill is told at once, wherever one is.
"use strict";

{
  {
    // In a block: the dashboard's own script has names like these.
    const toMe = document.getElementById("to-me");
    const EVERY = 10_000;

    const ask = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(toMe.dataset.address, { headers: { Accept: "application/json" }, redirect: "manual" });
        if (!answer.ok) return;
        const { count } = await answer.json();
        const shown = toMe.querySelector("span");
        if (shown.textContent !== count) shown.textContent = count;
      } catch {
        // The server is out of reach, or the log-in has expired: the next page tells.
      }
    };

    if (toMe) {
      ask();
      setInterval(ask, EVERY);
      document.addEventListener("visibilitychange", ask);
    }
  }
}
