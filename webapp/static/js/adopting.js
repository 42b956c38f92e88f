// A signature drawn, typed or chosen becomes a PNG in the browser, and the form carries it.

import SignaturePad from "../vendor/signature_pad.js";
import { cut, fromFile, fromText, INK } from "./signature_image.js";

export function start(form) {
  const dialog = form.closest("dialog");
  const pad = drawing(form, dialog);
  typing(form);
  choosing(form);
  form.querySelector("[data-cancel]")?.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => prepare(event, form, pad), true);
  form.addEventListener("htmx:afterRequest", (event) => {
    delete form.dataset.ready;
    if (event.target !== form || !event.detail.successful) return;
    const place = form.querySelector("[data-place]").value;
    form.elements.image.value = "";
    dialog?.close();
    document.dispatchEvent(new CustomEvent("adopted", { detail: place }));
  });
}

function drawing(form, dialog) {
  const canvas = form.querySelector("canvas");
  const pad = new SignaturePad(canvas, { penColor: INK, minWidth: 1, maxWidth: 3.2 });
  const fit = () => {
    const { width, height } = canvas.getBoundingClientRect();
    const ratio = Math.max(devicePixelRatio || 1, 1);
    if (!width || canvas.width === Math.round(width * ratio)) return;
    const strokes = pad.toData();
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.getContext("2d").scale(ratio, ratio);
    pad.fromData(strokes);
  };
  new ResizeObserver(fit).observe(canvas);
  form.querySelector("[data-clear]").addEventListener("click", () => pad.clear());
  form.querySelector("[data-undo]").addEventListener("click", () => {
    pad.fromData(pad.toData().slice(0, -1));
  });
  return pad;
}

function typing(form) {
  const text = form.elements.text;
  text.addEventListener("input", () => {
    form.querySelectorAll("[data-preview]").forEach((preview) => {
      preview.textContent = text.value || text.defaultValue;
    });
  });
}

function choosing(form) {
  const picture = form.querySelector("[data-picture]");
  form.elements.image.addEventListener("change", () => {
    const [file] = form.elements.image.files;
    picture.hidden = !file;
    if (file) picture.querySelector("img").src = URL.createObjectURL(file);
  });
}

// The first submit makes the picture, the second one sends it.
async function prepare(event, form, pad) {
  if (form.dataset.ready || event.submitter?.name === "kept") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const image = await make(form, pad);
  if (typeof image === "string") return say(form, image);
  const files = new DataTransfer();
  files.items.add(new File([image], "signature.png", { type: "image/png" }));
  form.elements.image.files = files.files;
  say(form, "");
  form.dataset.ready = "yes";
  form.requestSubmit();
}

// A PNG, or the sentence that says what is missing.
async function make(form, pad) {
  const method = form.elements.method.value;
  if (method === "drawn") return pad.isEmpty() ? form.dataset.drawFirst : cut(pad.canvas);
  if (method === "typed") {
    const text = form.elements.text.value.trim();
    return text ? fromText(text, form.elements.font.value) : form.dataset.typeFirst;
  }
  const [file] = form.elements.image.files;
  return file ? fromFile(file).catch(() => form.dataset.unusable) : form.dataset.chooseFirst;
}

function say(form, text) {
  const place = form.querySelector("[role=alert]");
  if (!text) return place.replaceChildren();
  const hint = document.createElement("div");
  hint.className = "hint hint--problem";
  hint.append(Object.assign(document.createElement("p"), { textContent: text }));
  place.replaceChildren(hint);
}
