// What is typed is kept: on the server, and in this browser while the server is out of reach.
// Nothing happens before the first change. At most five seconds of typing are ever in one place only.
"use strict";

let proseEditor = null; // may be there before the rest of the page
document.addEventListener("prose-editor:ready", ({ detail }) => {
  if (detail.textarea.name === "body") proseEditor = detail.editor;
});

document.addEventListener("DOMContentLoaded", () => {
  const desk = document.getElementById("keeping");
  const form = desk?.closest("form");
  if (!form) return;

  const { person, story, keep: keepAddress, lock: lockAddress, leave: leaveAddress } = desk.dataset;
  const says = (name) => desk.dataset[`says${name}`];
  const PREFIX = "newsroom.unsaved";
  const PAUSE = 1000; // after the last key
  const LONGEST = 3500; // while one types on
  const AT_RISK = 4000; // then in this browser, whatever the server does
  const [ANSWERS_WITHIN, SIGN_OF_LIFE, LOOKS] = [8000, 30000, 4000];
  const IDLE = 15 * 60000; // nobody is there any more
  const WAITS_FOR_KEEP = 1500; // a save, for what is on its way
  const OURS = new Set(["csrfmiddlewaretoken", "form_key", "took_back", "seen"]);

  let key = desk.dataset.key;
  let tookBack = desk.dataset.tookBack;
  let typed = 0; // counts changes; the next three say how many of them are where
  let onServer = 0;
  let inBrowser = 0;
  let oldest = 0; // when the first change was made that was not sent
  let atRisk = 0; // and the first that is only on this page
  let lastKey = 0;
  let lastSign = 0;
  let failures = 0;
  let retryAt = 0;
  let outOfReach = false;
  let number = 0; // of the message: one that is overtaken on its way comes too late
  let underWay = null;
  let giveUp = null;
  let isSaving = false;
  let isGone = false;
  let mayKeepHere = true; // not after a log-out
  let hasSent = false;
  let last = "";

  // The form as it stands

  const values = () =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OURS.has(name) && !name.startsWith("_"));
  const empty = () => {
    const sent = new Set(values().map(([name]) => name));
    const names = [...form.elements].filter(({ name, disabled }) => name && !disabled).map(({ name }) => name);
    return [...new Set(names)].filter((name) => !sent.has(name) && !OURS.has(name) && !name.startsWith("_"));
  };
  const asText = () => JSON.stringify(values());
  const seen = () => form.elements.seen?.value ?? "";
  const unsaved = [asText()]; // two ways to write it: as stored, and as the editor writes it
  const differs = () => Boolean(desk.dataset.changed) || !unsaved.includes(asText());

  const editorIsReady = () => {
    const first = JSON.parse(unsaved[0]);
    if (form.elements.body.value === Object.fromEntries(first).body) {
      const html = proseEditor.getHTML();
      unsaved.push(JSON.stringify(first.map(([n, v]) => [n, n === "body" ? (html === "<p></p>" ? "" : html) : v])));
    }
    if (isLocked) onlyRead();
  };

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  const ownFields = {};
  for (const name of ["form_key", "took_back"]) {
    ownFields[name] = Object.assign(document.createElement("input"), { type: "hidden", name });
    form.append(ownFields[name]);
  }
  const nameForm = () => [ownFields.form_key.value, ownFields.took_back.value] = [key, tookBack];
  nameForm();
  const becomeAnother = () => {
    tookBack = `${key} ${tookBack}`.trim();
    key = newKey();
    nameForm();
  };

  // A log-in in another tab changes the token.
  const token = () => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (cookie) for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = cookie;
    return form.elements.csrfmiddlewaretoken.value;
  };
  const message = (what = {}) => {
    const sent = new FormData();
    sent.append("csrfmiddlewaretoken", token());
    const about = { person, form_key: key, took_back: tookBack, seen: seen(), number: ++number, ...what.about };
    for (const [name, value] of Object.entries(about)) sent.append(name, value);
    for (const [name, value] of what.values ?? []) sent.append(name, value);
    for (const name of what.empty ?? []) sent.append("empty", name);
    return sent;
  };
  const whole = (about = {}) => message({ about, values: values(), empty: empty() });

  // What the person reads of it: in the bar of steps, which grows upwards and moves no button

  const bar = form.querySelector(".submit-row.steps") ?? form;
  const notes = document.createElement("div");
  notes.className = "kept-notes";
  bar.prepend(notes);
  const note = (name) => {
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.dataset.note = name;
    notes.append(line);
    return line;
  };
  const lines = Object.fromEntries(["state", "lock", "changed"].map((name) => [name, note(name)]));
  const keptAt = Object.assign(document.createElement("span"), { className: "kept-at", ariaHidden: "true" });
  bar.append(keptAt);
  const quietly = note("quiet");
  quietly.className = "visually-hidden";

  const tell = (line, words, ...links) => {
    if ((line.dataset.words ?? "") === words) return; // said once, however often it is true
    line.dataset.words = words;
    line.replaceChildren(words, ...links.flatMap((link) => [" ", link]));
  };
  const link = (words, address, isApart) => {
    const made = Object.assign(document.createElement("a"), { href: address, textContent: words });
    if (isApart) Object.assign(made, { target: "_blank", rel: "noopener" });
    return made;
  };

  const tellFailure = (why) => {
    keptAt.textContent = "";
    tell(quietly, "");
    if (why === "login") {
      const login = link(says("LogIn"), desk.dataset.login, true);
      return tell(lines.state, says(mayKeepHere ? (inBrowser === typed ? "Login" : "Nowhere") : "Left"), login);
    }
    const words = { other: "Other", large: "Large", gone: "Gone" }[why] ?? "Here";
    return tell(lines.state, says(inBrowser === typed ? words : "Nowhere"));
  };
  const tellAround = ({ lock, changed_by: changed }) => {
    if (lock) {
      const ours = lock.aside ? [says("Aside"), link(says("Look"), lock.aside, true)] : [];
      if (lock.take_over) ours.push(link(says("TakeOver"), lock.take_over));
      tell(lines.lock, lock.says && `${lock.says} ${typed ? says("TypedOn") : ""}`, ...ours);
    }
    tell(lines.changed, changed?.says ?? "", ...(typed ? [] : [link(says("Load"), location.pathname)]));
  };

  // In this browser

  const here = (id = key) => `${PREFIX}:${person}:${story}:${id}`;
  const keepHere = () => {
    if (!mayKeepHere) return;
    try {
      const text = { values: values(), empty: empty(), seen: seen(), tookBack, at: Date.now() };
      localStorage.setItem(here(), JSON.stringify(text));
      inBrowser = typed;
      atRisk = 0;
    } catch {
      inBrowser = -1; // full, or forbidden: said where the state is told
    }
  };
  const ownKeys = () => [key, ...tookBack.split(" ")]; // this page has what those had
  const forgetHere = (name) => {
    try {
      localStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  };

  // On the server

  const reasonOf = (response) => {
    if (response.type === "opaqueredirect" || response.status === 403) return "login";
    return { 400: "large", 404: "gone", 409: "other", 413: "large" }[response.status] ?? "network";
  };
  const post = async (body) => {
    giveUp = new AbortController();
    const own = giveUp;
    const late = setTimeout(() => own.abort(), ANSWERS_WITHIN);
    const options = { method: "POST", body, redirect: "manual", signal: own.signal };
    const response = await fetch(keepAddress, options).catch(() => null);
    clearTimeout(late);
    if (!response?.ok) return { failed: response ? reasonOf(response) : "network" };
    return response.json().catch(() => ({ failed: "network" }));
  };

  const send = (body, stamp) => {
    const before = oldest;
    oldest = 0;
    lastSign = Date.now();
    hasSent = true;
    underWay = post(body).then((answer) => {
      underWay = null;
      if (answer.failed) failed(answer.failed, before);
      else if (answer.closed) reopened(before);
      else arrived(answer, stamp);
    });
    return underWay;
  };
  const sendAll = () => send(whole(), typed);
  const failed = (why, before) => {
    oldest = before || oldest;
    outOfReach = why === "network";
    failures += 1;
    retryAt = Date.now() + Math.min(10000, 2000 * 1.5 ** (failures - 1));
    if (isSaving || typed === onServer) return;
    keepHere();
    tellFailure(why);
  };
  const reopened = (before) => {
    // This very form was saved, and yet somebody types in it: the way back in the browser leads here.
    oldest = before;
    if (isSaving) return;
    becomeAnother();
    tookBack = "";
    nameForm();
  };
  const arrived = (answer, stamp) => {
    failures = retryAt = 0;
    outOfReach = false;
    mayKeepHere = true;
    if (stamp) onServer = Math.max(onServer, stamp);
    atRisk = oldest;
    if (onServer === typed) for (const id of ownKeys()) forgetHere(here(id));
    tell(lines.state, "");
    tell(quietly, says("Keeps"));
    if (answer.kept_at) keptAt.textContent = `${says("Kept")} ${answer.kept_at}`;
    tellAround(answer);
    form.dispatchEvent(new CustomEvent("desk:kept", { detail: answer, bubbles: true }));
  };

  const tick = () => {
    const now = Date.now();
    if (!typed || isSaving || isGone) return;
    if (typed === onServer) {
      if (lockAddress && !underWay && now >= retryAt && now - lastSign > SIGN_OF_LIFE && now - lastKey < IDLE) send(message({ about: { only_lock: "1" } }), 0);
      return;
    }
    const waited = oldest ? now - oldest : 0;
    if (!underWay && now >= retryAt && (failures || now - lastKey >= PAUSE || waited >= LONGEST)) sendAll();
    if (atRisk && now - atRisk >= AT_RISK) keepHere();
  };

  const changed = ({ target }) => {
    if (isLocked || !target.name || OURS.has(target.name) || !form.contains(target)) return;
    const text = asText();
    if (text === last || (!typed && unsaved.includes(text))) return;
    last = text;
    if (isSaving) {
      isSaving = false; // typed on while it is being saved: that is not in what was sent
      becomeAnother();
    }
    typed += 1;
    lastKey = Date.now();
    oldest ||= lastKey;
    atRisk ||= lastKey;
    if (!hasSent) sendAll();
  };

  // Coming and going

  const begin = () => {
    window.django.jQuery(form).on("input change", changed); // select2 tells only those who listen this way
    setInterval(tick, 500);
    if (!desk.dataset.changed) changed({ target: form.elements.headline }); // typed before this was there
    else {
      last = asText();
      typed = 1;
      lastKey = Date.now();
      if (desk.dataset.cameBack) onServer = 1; // it came from there; the next key makes it ours
      else sendAll();
    }
    bringBack();
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return;
    token();
    if (outOfReach) {
      // The browser would show a page of its own: first see whether anybody is there to save it.
      event.preventDefault();
      const { submitter } = event;
      (underWay ?? sendAll()).then(() => outOfReach || form.requestSubmit(submitter));
      return;
    }
    if (underWay) {
      event.preventDefault();
      const patience = new Promise((done) => setTimeout(done, WAITS_FOR_KEEP));
      const { submitter } = event;
      Promise.race([underWay, patience]).then(() => {
        underWay = null;
        form.requestSubmit(submitter);
      });
      return;
    }
    isSaving = true;
    if (typed !== onServer) keepHere(); // until the next page says that it was saved
  });

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "logout-form") return;
    if (typed !== onServer && !failures) {
      event.preventDefault();
      (underWay ?? Promise.resolve()).then(sendAll).then(() => {
        failures ||= Number(typed !== onServer);
        event.target.requestSubmit(event.submitter);
      });
      return;
    }
    mayKeepHere = false;
  }, true);
  new BroadcastChannel("newsroom").addEventListener("message", () => {
    mayKeepHere = false;
    inBrowser = -1;
  });

  window.addEventListener("beforeunload", (event) => {
    if (!isSaving && typed && differs()) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    isGone = true; // the last message, whatever the browser tells afterwards: another would take the lock again
    if (isSaving || (!typed && !desk.dataset.mine)) return;
    const isWhole = typed !== onServer;
    if (isWhole) {
      giveUp?.abort(); // so that it does not arrive after what is newer
      keepHere();
    }
    token();
    if (!leaveAddress) return isWhole && navigator.sendBeacon(keepAddress, whole());
    const isSent = isWhole && navigator.sendBeacon(leaveAddress, whole({ typed: "1" }));
    if (!isSent) navigator.sendBeacon(leaveAddress, message()); // a long text lies in this browser
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    isSaving = isGone = false;
    if (typed) becomeAnother();
  });
  const retryNow = () => {
    if (failures) retryAt = 0;
    tick();
  };
  window.addEventListener("online", retryNow);
  window.addEventListener("focus", retryNow);
  document.addEventListener("visibilitychange", () => {
    if (isGone) return;
    if (typed !== onServer && !underWay && !isSaving && !failures) sendAll();
    else retryNow();
  });

  // What an earlier page left in this browser goes to the server, which offers it back.

  const leftovers = () => {
    const saved = desk.dataset.saved.split(" ");
    const keyOf = (name) => name.split(":").pop();
    const own = Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}:${person}:`));
    for (const name of own) if (saved.includes(keyOf(name))) forgetHere(name);
    return own
      .filter((name) => name.startsWith(here("")) && ![...saved, ...ownKeys()].includes(keyOf(name)))
      .map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }))
      .sort((one, other) => one.at - other.at);
  };
  const bringBack = async () => {
    let found = [];
    try {
      found = leftovers();
    } catch {
      return;
    }
    for (const { name, values: left, empty: none, seen: from, tookBack: instead } of found) {
      const about = { park: "1", number: "", form_key: name.split(":").pop(), took_back: instead, seen: from };
      const answer = await post(message({ about, values: left, empty: none }));
      if (answer.failed) return;
      forgetHere(name);
      if (answer.offer !== undefined && !desk.dataset.changed) document.getElementById("unsaved-offers").innerHTML = answer.offer;
    }
  };

  // Somebody else is editing

  let isLocked = Boolean(desk.dataset.locked) && !desk.dataset.changed;
  const onlyRead = () => {
    isLocked = true;
    for (const field of form.elements) {
      if (["hidden", "button"].includes(field.type) || field.matches("[formaction], [data-always]")) continue;
      if (field.matches("select, button, [type=checkbox]")) field.disabled = true;
      else field.readOnly = true;
    }
    proseEditor?.setEditable(false);
    document.dispatchEvent(new Event("desk:locked"));
    form.querySelector(".prose-menubar")?.setAttribute("inert", "");
  };
  const look = async () => {
    if (typed || document.hidden) return; // who types is told by the answers to that
    const response = await fetch(`${lockAddress}?seen=${seen()}`, { redirect: "manual" }).catch(() => null);
    if (!response?.ok || typed) return;
    const answer = await response.json();
    if (!answer.lock.says && isLocked) {
      document.querySelector(".story-lock")?.remove();
      tell(lines.lock, says("Free"), link(says("Load"), location.pathname));
      return;
    }
    if (answer.lock.says && !isLocked) onlyRead();
    tellAround(document.querySelector(".story-lock") ? { changed_by: answer.changed_by } : answer);
  };
  if (isLocked) onlyRead();
  if (lockAddress) setInterval(look, LOOKS);

  if (proseEditor) editorIsReady();
  else document.addEventListener("prose-editor:ready", editorIsReady);
  window.addEventListener("load", begin);
});
