// A signature drawn, typed or chosen becomes a PNG in the browser, and the form carries it.

import SignaturePad from "../../vendor/signature_pad.js";
import { startCropping } from "./signature_crop.js";
import { cut, fromText, hasLetters, INK } from "./signature_image.js";
import { startTyping } from "./typed_hands.js";

export function start(form) {
  const dialog = form.closest("dialog");
  const pad = drawing(form, dialog);
  const hand = startTyping(form);
  const chosen = startCropping(form);
  form.querySelector("[data-cancel]")?.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => prepare(event, form, { pad, hand, chosen }), true);
  // Without a network the dialog stays, with all that was drawn or typed, and says why.
  form.addEventListener("htmx:error", (event) => {
    delete form.dataset.ready;
    if (!event.detail.ctx || event.detail.ctx.response) return;
    event.stopPropagation();
    say(form, document.body.dataset.offline);
  });
  form.addEventListener("htmx:after:request", (event) => {
    delete form.dataset.ready;
    const { status } = event.detail.ctx.response;
    if (status === 429 || status >= 500) say(form, document.body.dataset.offline);
    if (event.target !== form || status >= 400) return;
    const place = form.querySelector("[data-place]").value;
    form.elements.image.value = "";
    form.elements.image.dispatchEvent(new Event("change"));
    dialog?.close();
    document.dispatchEvent(new CustomEvent("adopted", { detail: place }));
  });
}

function drawing(form, dialog) {
  const canvas = form.querySelector("canvas");
  const pad = new SignaturePad(canvas, { penColor: INK, minWidth: 1, maxWidth: 3.2 });
  // What was drawn, and on how large a paper: a phone that is turned back shows the very same.
  let drawn = { strokes: [], width: 0, height: 0 };
  const size = () => canvas.getBoundingClientRect();
  const keep = () => {
    const { width, height } = size();
    drawn = { strokes: pad.toData(), width, height };
  };
  const fit = () => {
    const { width, height } = size();
    const ratio = Math.max(devicePixelRatio || 1, 1);
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (!width || (canvas.width === wide && canvas.height === high)) return;
    canvas.width = wide;
    canvas.height = high;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.fromData(scaled(drawn, width, height));
  };
  pad.addEventListener("endStroke", keep);
  new ResizeObserver(fit).observe(canvas);
  form.querySelector("[data-clear]").addEventListener("click", () => {
    pad.clear();
    keep();
  });
  form.querySelector("[data-undo]").addEventListener("click", () => {
    pad.fromData(pad.toData().slice(0, -1));
    keep();
  });
  return pad;
}

// The same strokes on a paper of another size: as large as it lets them be, in the same shape.
function scaled({ strokes, width, height }, wide, high) {
  if (!strokes.length) return [];
  const by = Math.min(wide / width, high / height);
  return strokes.map((stroke) => ({
    ...stroke,
    minWidth: stroke.minWidth * by,
    maxWidth: stroke.maxWidth * by,
    dotSize: stroke.dotSize * by,
    points: stroke.points.map((point) => ({ ...point, x: point.x * by, y: point.y * by })),
  }));
}

// The first submit makes the picture, the second one sends it.
async function prepare(event, form, ways) {
  if (form.dataset.ready || event.submitter?.name === "kept") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const image = await make(form, ways);
  if (typeof image === "string") return say(form, image);
  const files = new DataTransfer();
  // Without a picture the server draws what was typed: it has fonts that this browser lacks.
  if (image) files.items.add(new File([image], "signature.png", { type: "image/png" }));
  form.elements.image.files = files.files;
  say(form, "");
  form.dataset.ready = "yes";
  // Not within the first submit, which would swallow it.
  setTimeout(() => form.requestSubmit(event.submitter));
}

// A PNG, nothing when it is for the server to draw, or the sentence that says what is missing.
async function make(form, { pad, hand, chosen }) {
  const method = form.elements.method.value;
  if (method === "drawn") return (!pad.isEmpty() && (await cut(pad.canvas))) || form.dataset.drawFirst;
  if (method === "typed") {
    const text = form.elements.text.value.normalize("NFC").trim();
    if (!text) return form.dataset.typeFirst;
    if ("framed" in form.dataset) return null;
    const { fontFamily, fontStyle } = getComputedStyle(hand());
    return (await hasLetters(text, fontFamily, fontStyle)) ? fromText(text, fontFamily, fontStyle) : null;
  }
  return chosen();
}

function say(form, text) {
  const place = form.querySelector("[role=alert]");
  if (!text) return place.replaceChildren();
  const hint = document.createElement("div");
  hint.className = "hint hint--problem";
  hint.append(Object.assign(document.createElement("p"), { textContent: text }));
  place.replaceChildren(hint);
}
