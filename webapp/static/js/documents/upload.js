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
      else queue(file, row);
    }
    if (!busy) next();
  }

  // Sent again it has the same id: what arrived after all is there once.
  function queue(file, row) {
    const job = { file, row, id: row.id, request: null };
    row.wait(() => cancel(job));
    waiting.push(job);
  }

  function cancel(job) {
    const place = waiting.indexOf(job);
    if (place >= 0) waiting.splice(place, 1);
    job.request?.abort();
    job.row.remove();
    document.getElementById("files").focus();
  }

  function again(file, row) {
    queue(file, row);
    if (!busy) next();
  }

  async function next() {
    const job = waiting.shift();
    busy = Boolean(job);
    // Sending now would leave out what is still on its way.
    document.getElementById("send_button").disabled = busy;
    if (!job) return focusNext();
    const { file, row } = job;
    try {
      await send(zone, job);
      row.remove();
    } catch (error) {
      // What the server refuses it refuses again; a connection may come back.
      if (error.message) row.fail(error.message);
      else row.fail(zone.dataset.failed, () => again(file, row));
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
    this.id = crypto.randomUUID?.() ?? randomId();
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
    this.shown = [name, this.percent, this.bar];
    this.name = file.name;
    this.words = words;
    list.append(this.element);
  }

  wait(cancel) {
    this.show(0);
    const [name, percent, bar] = this.shown;
    const stop = button(this.words.cancel, `${this.words.cancel}: ${this.name}`, cancel);
    this.element.replaceChildren(name, percent, stop, bar);
  }

  show(part) {
    this.bar.value = part;
    this.percent.textContent = `${Math.round(100 * part)} %`;
  }

  fail(text, again) {
    const error = document.createElement("p");
    error.className = "control__error";
    error.setAttribute("role", "alert");
    error.textContent = `${this.name}: ${text}`;
    const buttons = [button(this.words.close, `${this.words.close}: ${this.name}`, () => this.remove())];
    if (again) buttons.unshift(button(this.words.again, `${this.words.again}: ${this.name}`, again));
    this.element.replaceChildren(error, ...buttons);
  }

  remove() {
    this.element.remove();
  }
}

function button(text, label, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button button--plain button--small", textContent: text });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

// The same file sent twice by a shaky network has the same id, and is there once.
function send(zone, job) {
  const { file, row } = job;
  const { form } = zone.querySelector("input");
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  // Who has typed a name keeps it.
  body.append("name", form.elements.name.value);
  if (form.elements.new) body.append("new", "yes");
  body.append("upload_id", job.id);
  body.append("files", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    job.request = request;
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
    request.addEventListener("abort", () => resolve());
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
