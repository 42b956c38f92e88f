// Mouse, pen and finger: drag from the palette, move, resize, or choose a kind and tap a place.

import { Snapping } from "./snapping.js";

const STARTS = 4;
const SMALLEST = 12;

export function listenForPointers(element, fields, desk, palette) {
  palette.element.addEventListener("pointerdown", (event) => {
    const button = event.target.closest("[data-kind]");
    if (button && event.button === 0) fromPalette(event, button.dataset.kind, fields, desk, palette);
  });
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const placed = event.target.closest("[data-field]");
    if (placed && !palette.armed) {
      const resizes = Boolean(event.target.closest("[data-handle]"));
      takeHold(event, placed, resizes, fields, desk, palette);
    }
  });
  element.addEventListener("click", (event) => {
    if (palette.armed) putDown(palette.armed, event.clientX, event.clientY, fields, desk, palette);
    else if (!event.target.closest("[data-field]")) desk.select("");
  });
}

// Puts a new field with its middle at a point of the window.
function putDown(kind, clientX, clientY, fields, desk, palette) {
  const leaf = desk.leafAt(clientX, clientY);
  if (!leaf) return;
  const field = palette.make(kind);
  const { x, y } = leaf.point(clientX, clientY);
  const snapping = new Snapping(leaf, fields.on(leaf.documentId, leaf.number));
  const box = snapping.move({ ...field, x: x - field.width / 2, y: y - field.height / 2 });
  snapping.end();
  palette.arm("");
  fields.add({ ...field, ...box, document_id: leaf.documentId, page: leaf.number }, palette.name(field));
  desk.select(field.id, true);
}

function fromPalette(down, kind, fields, desk, palette) {
  // On a phone the palette itself is scrolled by finger: there one taps.
  if (down.pointerType === "touch" && matchMedia("(max-width: 64rem)").matches) return;
  const field = palette.make(kind);
  let ghost = null;
  const move = (event) => {
    const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STARTS;
    if (!ghost && far) ghost = ghostOf(field, desk, palette);
    if (!ghost) return;
    ghost.style.left = `${event.clientX}px`;
    ghost.style.top = `${event.clientY}px`;
    ghost.classList.toggle("is-over", Boolean(desk.leafAt(event.clientX, event.clientY)));
    scrollNearEdges(event.clientY);
  };
  const up = (event) => {
    stop();
    if (!ghost) return;
    ghost.remove();
    // The click that follows belongs to this drag.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
    putDown(kind, event.clientX, event.clientY, fields, desk, palette);
  };
  const stop = listenUntil(move, up, () => ghost?.remove());
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

function ghostOf(field, desk, palette) {
  const scale = desk.current.scale;
  const ghost = document.createElement("div");
  ghost.className = "placed hued is-ghost";
  ghost.dataset.hue = palette.hue(field.recipient_ids);
  const word = document.createElement("span");
  word.className = "placed__word";
  word.textContent = palette.word(field.kind);
  ghost.append(palette.drawing(field.kind), word);
  ghost.style.width = `${field.width * scale}px`;
  ghost.style.height = `${field.height * scale}px`;
  document.body.append(ghost);
  return ghost;
}

function takeHold(down, element, resizes, fields, desk, palette) {
  const field = fields.get(element.dataset.field);
  let leaf = desk.leafOf(field);
  const grip = leaf.point(down.clientX, down.clientY);
  let snapping = null;
  let box = field;
  desk.select(field.id);
  const move = (event) => {
    const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STARTS;
    if (!snapping && !far) return;
    const over = resizes ? leaf : (desk.leafAt(event.clientX, event.clientY) ?? leaf);
    if (!snapping || over !== leaf) {
      snapping?.end();
      leaf = over;
      leaf.layer.append(element);
      snapping = new Snapping(leaf, fields.on(leaf.documentId, leaf.number).filter((other) => other !== field));
    }
    element.classList.add("is-moving");
    const at = leaf.point(event.clientX, event.clientY);
    const byX = at.x - grip.x;
    const byY = at.y - grip.y;
    box = resizes
      ? snapping.resize(resized(field, byX, byY, palette))
      : snapping.move({ ...field, x: field.x + byX, y: field.y + byY });
    leaf.put(element, box);
    scrollNearEdges(event.clientY);
  };
  const up = () => {
    stop();
    if (!snapping) return;
    snapping.end();
    const { x, y, width, height } = box;
    const place = { x, y, width, height, document_id: leaf.documentId, page: leaf.number };
    fields.change(field.id, place, resizes ? "resized" : "moved", palette.name(field));
    desk.find(field.id)?.focus({ preventScroll: true });
  };
  const stop = listenUntil(move, up, () => {
    snapping?.end();
    desk.draw();
  });
}

function resized(field, byX, byY, palette) {
  let width = Math.max(SMALLEST, field.width + byX);
  let height = Math.max(SMALLEST, field.height + byY);
  if (palette.kindOf(field).square) width = height = Math.max(width, height);
  return { ...field, width, height };
}

function listenUntil(move, up, cancel) {
  const stop = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancelled);
  };
  const cancelled = () => {
    stop();
    cancel();
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancelled);
  return stop;
}

function scrollNearEdges(y) {
  if (y < 90) scrollBy(0, -12);
  else if (y > innerHeight - 60) scrollBy(0, 12);
}
