// The story's list of pictures: chosen in the picker, put in order by mouse or by keys. What is sent are the
// fields that stand there without this file, too. Which picture leads and which stands in the text is told by
// the rule of articles/pictures.py: the first that the text does not name leads, the others are a gallery.

import { image, made, photoOf, pick, says } from "desk/picker";

const box = document.querySelector("[data-pictures]");
const form = box?.closest("form");
const dialog = document.getElementById("picker");

if (form && dialog) {
  const list = box.querySelector("ol");
  const { name, most } = box.dataset;
  const longest = list.querySelector("textarea")?.maxLength ?? 5000;
  const taken = new Map(); // captions of what was taken out, should it come back
  const status = made("p", { className: "visually-hidden" });
  status.setAttribute("role", "status");
  const summary = box.closest(".panel")?.querySelector(".panel-summary");
  let isLocked = false;
  let dragged = null;

  const rows = () => [...list.children];
  const idOf = (row) => Number(row.dataset.picture);
  const rowOf = (id) => rows().find((row) => idOf(row) === id);
  const titleOf = (row) => row.querySelector(".picture-name span")?.textContent ?? "";
  const idsInText = () => [...(form.elements.body?.value ?? "").matchAll(/<figure data-photo="(\d+)">/g)].map(([, id]) => Number(id));
  const changed = () => {
    label();
    box.querySelector(`[name="${name}"]`).dispatchEvent(new Event("change", { bubbles: true }));
  };

  // What each of them is

  const label = () => {
    const placed = new Set(idsInText());
    const all = rows();
    const lead = all.find((row) => !placed.has(idOf(row)));
    all.forEach((row, at) => {
      const part = placed.has(idOf(row)) ? "Placed" : row === lead ? "Lead" : "Gallery";
      row.dataset.part = part.toLowerCase();
      row.querySelector(".picture-part").textContent = says(part);
      for (const [step, isEnd] of [["up", at === 0], ["down", at === all.length - 1]]) row.querySelector(`.picture-${step}`).disabled = isLocked || isEnd;
      row.querySelector(".picture-out").disabled = isLocked;
    });
    adding.disabled = isLocked || all.length >= Number(most);
    if (summary) summary.textContent = all.length || "";
  };

  const move = (row, step) => {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    other[step < 0 ? "before" : "after"](row);
    changed();
    status.textContent = `${says("Moved")} ${rows().indexOf(row) + 1}/${rows().length}, ${row.querySelector(".picture-part").textContent}`;
    const [own, opposite] = step < 0 ? ["up", "down"] : ["down", "up"];
    row.querySelector(`.picture-${own}:enabled`)?.focus();
    if (!row.contains(document.activeElement)) row.querySelector(`.picture-${opposite}`).focus();
  };

  const takeOut = (row) => {
    taken.set(idOf(row), row.querySelector("textarea").value);
    row.remove();
  };

  const takeOutByHand = (row) => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    status.textContent = `${says("Removed")} ${titleOf(row)}`;
    takeOut(row);
    document.dispatchEvent(new CustomEvent("desk:picture-out", { detail: { id: idOf(row) } }));
    changed();
    (next?.querySelector(".picture-out") ?? adding).focus();
  };

  // A row, made by the server or here

  const button = (className, sign, words, press) => {
    const element = made("button", { type: "button", className, title: words, textContent: sign, onclick: press });
    element.setAttribute("aria-label", words);
    return element;
  };

  // By its picture, too: a story has many captions.
  const nameCaption = (row) =>
    row.querySelector("textarea").setAttribute("aria-label", `${says("Caption")}: ${titleOf(row)}`);

  const enhance = (row) => {
    nameCaption(row);
    row.querySelector("input[type=checkbox]").hidden = true;
    const about = (words) => `${words}: ${titleOf(row)}`;
    const handle = made("span", { className: "picture-handle", textContent: "⠿" });
    handle.setAttribute("aria-hidden", "true");
    handle.addEventListener("pointerdown", () => (row.draggable = !isLocked));
    row.prepend(made("div", { className: "picture-bar" },
      handle,
      made("span", { className: "picture-part" }),
      button("picture-up", "↑", about(says("Up")), () => move(row, -1)),
      button("picture-down", "↓", about(says("Down")), () => move(row, 1)),
      button("picture-out", "✕", about(says("Remove")), () => takeOutByHand(row))));
    row.querySelector("textarea").addEventListener("input", () =>
      document.dispatchEvent(new CustomEvent("desk:caption", { detail: { id: idOf(row) } })));
  };

  const noted = (className, words) => made("p", { className, dir: "auto", textContent: words });

  const newRow = (id) => {
    const field = `${box.id}_caption_${id}`;
    const row = made("li", { className: "picture-row" },
      made("span", { className: "no-image" }),
      made("label", { className: "picture-name" },
        made("input", { type: "checkbox", name, value: id, checked: true }),
        made("span", { dir: "auto", textContent: `${says("Picture")} ${id}` })),
      made("label", { htmlFor: field, textContent: says("Caption") }),
      made("textarea", { id: field, name: `photo_caption_${id}`, rows: 2, maxLength: longest, dir: "auto", value: taken.get(id) ?? "" }));
    row.dataset.picture = id;
    photoOf(id).then((photo) => {
      if (photo) describe(row, photo);
      else if (photo === null) row.querySelector(".picture-name").after(noted("picture-hidden", says("Gone")));
    });
    enhance(row);
    return row;
  };

  const describe = (row, photo) => {
    row.querySelector(".no-image")?.replaceWith(image(photo, photo.alt));
    const title = row.querySelector(".picture-name span");
    title.textContent = photo.label;
    nameCaption(row);
    row.querySelector("textarea").placeholder = photo.caption;
    for (const each of row.querySelectorAll(".picture-bar button")) {
      each.title = `${each.title.split(":")[0]}: ${photo.label}`;
      each.setAttribute("aria-label", each.title);
    }
    const notes = [noted("picture-credit quiet", photo.credit)];
    if (!photo.credit) notes[0].replaceChildren(made("strong", { className: "picture-lacks", textContent: says("NoCredit") }));
    if (photo.why) notes.push(noted("picture-hidden", photo.why));
    if (!photo.alt) notes.push(noted("picture-lacks", says("NoAlt")));
    row.querySelector(".picture-name").after(...notes);
  };

  // What is put into the text is in the list; what came with it, and is taken out of the text again, goes.

  const follow = () => {
    const placed = idsInText();
    for (const id of placed) {
      if (rowOf(id) || rows().length >= Number(most)) continue;
      const row = newRow(id);
      row.dataset.came = "with the text";
      list.append(row);
    }
    for (const row of rows()) if (row.dataset.came && !placed.includes(idOf(row))) takeOut(row);
    label();
  };

  const choose = ({ id }) => {
    const row = rowOf(id);
    if (row) return takeOutByHand(row);
    list.append(newRow(id));
    changed();
  };

  const adding = made("button", { type: "button", className: "step picture-add", textContent: says("Add") });
  adding.addEventListener("click", () => pick({ choose, has: (id) => Boolean(rowOf(id)) }));

  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".picture-row[draggable=true]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", titleOf(dragged));
    dragged.classList.add("dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest(".picture-row");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => dragged && event.preventDefault());
  list.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.draggable = false;
    dragged.classList.remove("dragged");
    dragged = null;
    changed();
  });
  document.addEventListener("pointerup", () => {
    if (!dragged) for (const row of rows()) row.draggable = false;
  });

  form.addEventListener("input", ({ target }) => target === form.elements.body && follow());
  document.addEventListener("desk:locked", () => {
    isLocked = true;
    label();
  });

  box.classList.add("enhanced");
  const rule = made("p", { className: "help quiet pictures-rule", textContent: says("Rule") });
  list.after(made("p", { className: "pictures-add" }, adding), rule, status);
  rows().forEach(enhance);
  follow();
}
