// The picture desk: files are dropped and sent one by one, the focal point is set on the picture, and forms for
// several pictures tick what is typed. Without this the same forms work as plain ones.
"use strict";

{
  const said = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  // Upload

  const AT_ONCE = 2;

  const uploading = (form) => {
    const input = form.querySelector("input[type=file]");
    const list = document.getElementById("all-sent");
    const state = document.getElementById("upload-state");
    const after = document.querySelector("#uploaded .after");
    const waiting = [];
    let running = 0, done = 0, all = 0, isLeaving = false;

    const row = (file) => {
      const item = document.createElement("li");
      item.className = "sent sent-waiting";
      const small = document.createElement("span");
      small.className = "small";
      const what = document.createElement("span");
      what.className = "what";
      const name = document.createElement("span");
      name.dir = "auto";
      name.textContent = file.name;
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const words = document.createElement("span");
      words.className = "quiet number";
      words.textContent = form.dataset.waits;
      what.append(name, " ", bar, " ", words);
      item.append(small, what);
      list.append(item);
      return { item, bar, words };
    };

    const refuse = ({ item, bar, words }, why) => {
      item.className = "sent sent-refused";
      item.querySelector(".small").textContent = "✕";
      bar.remove();
      words.className = "why";
      words.textContent = why;
    };

    const tell = () => {
      const refused = list.querySelectorAll(".sent-refused").length;
      const sums = done ? `: ${said(form.dataset.sums, { here: done - refused, refused })}` : "";
      state.textContent = all ? said(form.dataset.done, { done, all }) + sums : "";
      after.hidden = !list.querySelector("input[name=ids]");
    };

    // A log-in in another tab changes the token.
    const renewToken = () => {
      const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
      if (cookie) for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = cookie;
    };

    const ended = () => {
      running -= 1;
      done += 1;
      tell();
      next();
    };

    const isLogin = ({ responseURL }) =>
      responseURL && new URL(responseURL).pathname !== new URL(form.action).pathname;

    const settle = (request, shown) => {
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // An error page, or that of the log-in.
      }
      if (isLogin(request)) {
        const inVain = waiting.splice(0);
        done += inVain.length;
        for (const one of [{ shown }, ...inVain]) refuse(one.shown, form.dataset.login);
        return;
      }
      if (!answer?.html) return refuse(shown, form.dataset.lost);
      const made = document.createElement("template");
      made.innerHTML = answer.html;
      const item = made.content.querySelector("li");
      if (answer.state === "refused" && !item.querySelector("[dir]").textContent) {
        item.querySelector("[dir]").textContent = shown.bar.getAttribute("aria-label");
      }
      // The same picture twice in one go is one of those to change.
      const key = item.querySelector("input[name=ids]");
      if (key && list.querySelector(`input[name=ids][value="${key.value}"]`)) key.remove();
      shown.item.replaceWith(item);
    };

    const send = ({ file, shown }) => {
      const request = new XMLHttpRequest();
      const sent = new FormData();
      renewToken();
      sent.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      sent.append("files", file, file.name);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        const part = Math.floor((100 * loaded) / total);
        shown.bar.value = part;
        shown.words.textContent = `${part} %`;
      });
      request.upload.addEventListener("load", () => {
        shown.bar.removeAttribute("value");
        shown.words.textContent = form.dataset.decided;
      });
      request.addEventListener("loadend", () => {
        settle(request, shown);
        ended();
      });
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.send(sent);
    };

    const next = () => {
      while (running < AT_ONCE && waiting.length) {
        running += 1;
        send(waiting.shift());
      }
    };

    const take = (files) => {
      for (const file of files) {
        all += 1;
        const shown = row(file);
        if (file.size > Number(form.dataset.most)) {
          const isOther = file.type && !file.type.startsWith("image/"); // a film that is smaller is not taken either
          refuse(shown, isOther ? form.dataset.noPicture : form.dataset.tooLarge);
          done += 1;
        } else {
          waiting.push({ file, shown });
        }
      }
      tell();
      next();
    };

    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

    form.classList.add("is-drop");
    form.querySelector(".drop-here").hidden = false;
    form.querySelector(".send").hidden = true;
    input.addEventListener("change", () => {
      take(input.files);
      input.value = "";
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    // A file that is dropped beside the form must not be opened instead of the page.
    document.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      form.classList.add("is-over");
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) form.classList.remove("is-over");
    });
    document.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      form.classList.remove("is-over");
      take(event.dataTransfer.files);
    });
    const uploaded = document.getElementById("uploaded");
    uploaded.addEventListener("submit", () => {
      isLeaving = true;
      renewToken();
    });
    // A form has room for a thousand fields, and an upload for more pictures.
    uploaded.addEventListener("formdata", ({ formData }) => formData.set("ids", formData.getAll("ids").join()));
    window.addEventListener("beforeunload", (event) => {
      if ((running || waiting.length) && !isLeaving) event.preventDefault();
    });
  };

  // The focal point

  const SHAPES = { "16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1 };
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // Where CSS has to put a picture so that the focal point is in the middle, or as near as the edges allow: the
  // rule of photos.pixels.renditions.
  const placed = (focus, length, cut) => {
    const left = Math.min(Math.max(focus * length - cut / 2, 0), length - cut);
    return length > cut ? `${(100 * left) / (length - cut)}%` : "50%";
  };

  const focusing = (stage) => {
    const inputs = [document.getElementById("id_focal_x"), document.getElementById("id_focal_y")];
    if (!inputs.every(Boolean)) return;
    const image = stage.querySelector("img");
    const width = Number(stage.dataset.width), height = Number(stage.dataset.height);
    const point = document.createElement("button");
    point.type = "button";
    point.className = "point";
    stage.append(point);
    const now = () => inputs.map((input) => Math.min(Math.max(Math.round(Number(input.value)) || 0, 0), 100));

    const show = () => {
      const [x, y] = now();
      point.style.left = `${x}%`;
      point.style.top = `${y}%`;
      point.setAttribute("aria-label", said(stage.dataset.says, { x, y }));
    };

    const cut = () => {
      const [x, y] = now();
      for (const crop of document.querySelectorAll(".crop")) {
        const shape = SHAPES[crop.dataset.shape];
        const shown = crop.querySelector("img");
        if (shown.getAttribute("src") !== image.getAttribute("src")) shown.src = image.getAttribute("src");
        const wide = Math.min(width, height * shape), high = Math.min(height, width / shape);
        shown.style.objectPosition = `${placed(x / 100, width, wide)} ${placed(y / 100, height, high)}`;
      }
    };

    const move = (x, y) => {
      [x, y].forEach((share, index) => {
        inputs[index].value = Math.min(Math.max(Math.round(share), 0), 100);
      });
      show();
      cut();
    };

    const at = (event) => {
      const box = image.getBoundingClientRect();
      move((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
    };

    stage.classList.add("is-set-here");
    image.draggable = false;
    stage.addEventListener("pointerdown", (event) => {
      // A finger on the picture may be about to scroll: it drags the point itself, or taps.
      if (event.button !== 0 || (event.pointerType === "touch" && event.target !== point)) return;
      event.preventDefault();
      stage.setPointerCapture(event.pointerId);
      at(event);
      point.focus({ preventScroll: true });
    });
    stage.addEventListener("pointermove", (event) => {
      if (stage.hasPointerCapture(event.pointerId)) at(event);
    });
    stage.addEventListener("click", (event) => {
      if (event.pointerType === "touch" && event.target !== point) at(event);
    });
    point.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const [x, y] = now(), far = event.shiftKey ? 10 : 1;
      move(x + far * step[0], y + far * step[1]);
    });
    for (const input of inputs) {
      input.addEventListener("input", () => {
        show();
        cut();
      });
    }
    show();
  };

  // Several at once

  const ticking = (form) => {
    for (const field of form.querySelectorAll(".bulk-row .field :is(input, select, textarea)")) {
      field.addEventListener("input", () => {
        field.closest(".bulk-row").querySelector(".tick input").checked = true;
      });
    }
  };

  const choosing = (form) => {
    const boxes = [...form.querySelectorAll("input[name=ids]")];
    const count = document.getElementById("chosen-count");
    const every = document.getElementById("choose-all");
    const bar = form.querySelector(".chosen-bar");
    const tell = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      count.textContent = chosen ? count.dataset.words.replace("%d", chosen) : "";
      bar.classList.toggle("is-needed", chosen > 0);
    };
    every.hidden = boxes.length === 0;
    every.addEventListener("click", () => {
      const isAll = boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = !isAll;
      tell();
    });
    form.addEventListener("change", tell);
    window.addEventListener("pageshow", tell); // a browser that goes back keeps what was ticked
    tell();
  };

  for (const [id, enhance] of Object.entries({
    upload: uploading,
    focal: focusing,
    "bulk-form": ticking,
    "grid-form": choosing,
  })) {
    const found = document.getElementById(id);
    if (found) enhance(found);
  }
}
