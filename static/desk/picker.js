// The dialog in which one chooses pictures, and what is known of them: for the text (picture_block.js) and
// for the story's list (picture_list.js). Whatever is said of a picture is text here, never markup.

const dialog = document.getElementById("picker");
const words = dialog?.querySelector("input");
const status = dialog?.querySelector("[role=status]");
const list = dialog?.querySelector("ul");
const more = dialog?.querySelector(".picker-more");

const TYPING = 250; // milliseconds after the last key
const AT_ONCE = 100; // pictures asked of in one request

export const says = (name) => dialog?.dataset[`says${name}`] ?? "";

export const made = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

export const image = ({ thumb, width, height }, alt = "") =>
  thumb ? made("img", { src: thumb, alt, width, height, draggable: false, loading: "lazy" }) : made("span", { className: "no-image" });

const ask = async (asked) => {
  const address = `${dialog.dataset.address}?${new URLSearchParams(asked)}`;
  const response = await fetch(address, { redirect: "manual" });
  if (!response.ok) throw Object.assign(new Error(), { isLogin: response.type === "opaqueredirect" });
  return response.json();
};

// What is known of a picture: asked once, of all that are wanted at the moment

const known = new Map();
let wanted = [];

const askWanted = async () => {
  const asked = wanted;
  wanted = [];
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const some = asked.slice(at, at + AT_ONCE);
    try {
      const { results } = await ask({ ids: some.map(({ id }) => id).join() });
      const found = new Map(results.map((photo) => [photo.id, photo]));
      for (const { id, tell } of some) tell(found.get(id) ?? null);
    } catch {
      for (const { id, tell } of some) {
        known.delete(id);
        tell(undefined);
      }
    }
  }
};

// A promise of the picture: null where there is none, undefined where nobody answers.
export const photoOf = (id) => {
  if (!dialog) return Promise.resolve(undefined);
  if (!known.has(id)) {
    known.set(id, new Promise((tell) => {
      if (!wanted.length) queueMicrotask(askWanted);
      wanted.push({ id, tell });
    }));
  }
  return known.get(id);
};

// The dialog

let chosen = null; // what is done with the picture that is chosen
let isIn = () => false; // whether the story has it, where several may be chosen
let isMany = false;
let page = 1;
let asked = 0; // of answers that overtake each other the last question's counts
let typing = 0;

const tiles = () => [...list.querySelectorAll("button")];

const tell = (tile, photo) => {
  const isThere = isMany && isIn(photo.id);
  if (isMany) tile.setAttribute("aria-pressed", isThere);
  tile.querySelector(".picker-chosen").textContent = isThere ? says("Chosen") : "";
};

const tileOf = (photo) => {
  known.set(photo.id, Promise.resolve(photo));
  const tile = made("button", { type: "button", tabIndex: -1 },
    made("span", { className: "picker-image" }, image(photo)),
    made("span", { className: "picker-caption", dir: "auto", textContent: photo.caption || photo.label }),
    made("span", { className: "picker-credit", dir: "auto", textContent: photo.credit }),
    made("span", { className: "picker-chosen" }));
  tile.dataset.photo = photo.id;
  if (!photo.usable) {
    tile.setAttribute("aria-disabled", "true");
    tile.append(made("span", { className: "picker-why", dir: "auto", textContent: photo.why }));
  }
  tell(tile, photo);
  tile.addEventListener("click", () => {
    if (!photo.usable) return;
    chosen(photo);
    if (isMany) tell(tile, photo);
    else dialog.close();
  });
  return made("li", {}, tile);
};

// Tab reaches one tile, the arrows the others.
const reach = (tile) => {
  for (const each of tiles()) each.tabIndex = each === tile ? 0 : -1;
};

const show = (results, isMore, isFirst) => {
  const items = results.map(tileOf);
  if (isFirst) list.replaceChildren(...items);
  else list.append(...items);
  const hadFocus = document.activeElement === more;
  more.hidden = !isMore;
  const first = items[0]?.firstChild;
  if (isFirst ? first : hadFocus && first) reach(first);
  if (!isFirst && hadFocus) first?.focus();
  const count = list.children.length;
  status.textContent = count ? `${says("Shown")} ${count}` : says(words.value.trim() ? "None" : "Empty");
};

const search = async (number = 1) => {
  clearTimeout(typing);
  page = number;
  asked += 1;
  const own = asked;
  try {
    const { results, more: isMore } = await ask({ q: words.value.trim(), page });
    if (own === asked) show(results, isMore, page === 1);
  } catch ({ isLogin }) {
    if (own === asked) status.textContent = says(isLogin ? "Login" : "Failed");
  }
};

// The tile beside, above or below: as the eye sees the grid, which has as many columns as fit.
const beside = (tile, key) => {
  const all = tiles();
  const at = all.indexOf(tile);
  const isBackwards = getComputedStyle(list).direction === "rtl";
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key === "ArrowLeft" || key === "ArrowRight") return all[at + ((key === "ArrowLeft") === isBackwards ? 1 : -1)];
  const columns = all.findIndex((each) => each.offsetTop !== all[0].offsetTop);
  return columns < 0 ? undefined : all[at + (key === "ArrowDown" ? columns : -columns)] ?? (key === "ArrowDown" ? all.at(-1) : undefined);
};

const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

const onKey = (event) => {
  if (event.target === words) {
    if (event.key === "Enter") search();
    if (event.key === "ArrowDown") list.querySelector("button[tabindex='0']")?.focus();
    if (["Enter", "ArrowDown"].includes(event.key)) event.preventDefault();
    return;
  }
  const tile = event.target.closest("li button");
  if (!tile || !KEYS.has(event.key)) return;
  event.preventDefault();
  const next = beside(tile, event.key);
  if (next) {
    reach(next);
    next.focus();
  } else if (event.key === "ArrowUp") words.focus();
};

// `choose` is called with each picture that is chosen; with `has` the dialog stays open for more.
export const pick = ({ choose, has }) => {
  [chosen, isMany, isIn] = [choose, Boolean(has), has ?? (() => false)];
  dialog.showModal();
  words.focus();
  words.select();
  search();
};

if (dialog) {
  words.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(search, TYPING);
  });
  more.addEventListener("click", () => search(page + 1));
  dialog.querySelector(".picker-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", onKey);
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside it
  list.addEventListener("focusin", ({ target }) => reach(target));
  window.addEventListener("focus", () => {
    // Something may have been uploaded; nothing is taken from under whoever stands on it.
    if (dialog.open && page === 1 && !list.contains(document.activeElement)) search();
  });
}
