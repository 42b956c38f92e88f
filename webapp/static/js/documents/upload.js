// Documents are dropped anywhere on the page or chosen, and sent one after another with progress.

import { listenForDrops } from "../drop_zone.js";
import { apply } from "../fragments.js";

const LIMIT = 100_000_000;

export function start(zone) {
  const input = zone.querySelector("input[type=file]");
  const list = document.getElementById("uploads");
  const waiting = [];
  let busy = false;

  zone.classList.add("is-ready");
  input.addEventListener("change", takeChosen);
  listenForDrops(zone, add);
  // Whoever was quicker than this script.
  takeChosen();
  window.addEventListener("beforeunload", (event) => busy && zone.isConnected && event.preventDefault());

  function takeChosen() {
    const files = [...input.files];
    input.value = "";
    add(files);
  }

  function add(files) {
    for (const file of files) {
      const row = new Row(list, file, zone.dataset);
      if (file.size > LIMIT) row.fail(zone.dataset.tooLarge);
      else waiting.push([file, row]);
    }
    if (!busy) next();
  }

  async function next() {
    const [file, row] = waiting.shift() ?? [];
    busy = Boolean(file);
    // Sending now would leave out what is still on its way.
    document.getElementById("send_button").disabled = busy;
    if (!file) return focusNext();
    try {
      await send(zone, file, row);
      row.remove();
    } catch (error) {
      row.fail(error.message || zone.dataset.failed);
    }
    next();
  }
}

// After the first document one names the first recipient, unless one does something already.
function focusNext() {
  const name = document.querySelector("[data-row] .input");
  const idle = document.activeElement === document.body || document.activeElement?.id === "files";
  if (idle && name && !name.value && document.querySelectorAll("[data-document]").length === 1) name.focus();
}

class Row {
  constructor(list, file, words) {
    this.element = document.createElement("li");
    this.element.className = "upload";
    const name = document.createElement("span");
    name.className = "upload__name";
    name.textContent = `${words.sending}: ${file.name}`;
    this.percent = document.createElement("span");
    this.percent.className = "numbers quiet";
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.element.append(name, this.percent, this.bar);
    this.name = file.name;
    this.words = words;
    list.append(this.element);
  }

  show(part) {
    this.bar.value = part;
    this.percent.textContent = `${Math.round(100 * part)} %`;
  }

  fail(text) {
    const error = document.createElement("p");
    error.className = "control__error";
    error.setAttribute("role", "alert");
    error.textContent = `${this.name}: ${text}`;
    const close = Object.assign(document.createElement("button"), { type: "button", className: "button button--plain button--small", textContent: this.words.close });
    close.addEventListener("click", () => this.remove());
    this.element.replaceChildren(error, close);
  }

  remove() {
    this.element.remove();
  }
}

// The same file sent twice by a shaky network has the same id, and is there once.
function send(zone, file, row) {
  const { form } = zone.querySelector("input");
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  // Who has typed a name keeps it.
  body.append("name", form.elements.name.value);
  if (form.elements.new) body.append("new", "yes");
  body.append("upload_id", crypto.randomUUID?.() ?? randomId());
  body.append("files", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", zone.dataset.address);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) row.show(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const told = problemIn(request.responseText);
      if (request.status >= 400 && !request.responseText.includes("document_list")) {
        reject(new Error(told));
        return;
      }
      apply(request.responseText);
      if (request.status >= 400) reject(new Error(told));
      else resolve();
    });
    request.addEventListener("error", () => reject(new Error("")));
    request.send(body);
  });
}

function problemIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector(".notice p, .hint--problem p")?.textContent ?? "";
}

function randomId() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
