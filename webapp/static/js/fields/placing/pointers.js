// Mouse, pen and finger on palette and desk: what a press means is decided here.

import { move, resize } from "./moving.js";
import { fromPalette, putDown } from "./dropping.js";
import { frame } from "./marquee.js";
import { kindOn } from "./palette.js";

const LONG = 500; // milliseconds: a press of a finger that means more

export function listenForPointers(editor) {
  const { desk, palette, selection, say } = editor;
  const { element } = desk;
  const forget = () => {
    if (palette.place) say.ask("");
    palette.place = null;
  };
  palette.element.addEventListener("pointerdown", (event) => {
    const kind = kindOn(event.target);
    if (!kind || event.target.closest(":disabled") || event.button !== 0 || isTapping(event)) return;
    fromPalette(event, kind, editor);
  });
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || palette.armed) return;
    forget();
    const before = [...selection.ids];
    const placed = event.target.closest("[data-field]");
    const stop = placed ? hold(event, placed.dataset.field, editor) : event.pointerType !== "touch" && frame(event, editor);
    if (event.pointerType === "touch") pressLong(event, placed?.dataset.field, before, stop, editor);
  });
  // A press that adds to the selection leaves the keyboard where it is; one on the page ends typing.
  element.addEventListener("mousedown", (event) => {
    const placed = event.target.closest("[data-field]");
    if (!placed) document.activeElement?.blur();
    if (adds(event) || !placed) event.preventDefault();
  });
  element.addEventListener("contextmenu", (event) => {
    if (event.pointerType === "touch") event.preventDefault();
  });
  element.addEventListener("click", (event) => {
    if (palette.armed) putDown(palette.armed, event.clientX, event.clientY, editor);
    else if (event.pointerType === "touch" && !event.target.closest("[data-field]")) selection.clear();
  });
  // A click without a pointer (detail 0) is a key press, which keyboard.js hears.
  palette.element.addEventListener("click", (event) => {
    const kind = kindOn(event.target);
    if (!kind || event.detail === 0) return;
    if (palette.place) putDown(kind, palette.place.clientX, palette.place.clientY, editor);
    else palette.arm(palette.armed === kind ? "" : kind);
    forget();
  });
}

function hold(event, id, editor) {
  const { selection } = editor;
  const side = event.target.closest("[data-handle]")?.dataset.handle;
  if (adds(event) && !side) {
    selection.toggle(id);
    return null;
  }
  if (!selection.has(id)) selection.set([id]);
  return side ? resize(event, id, side, editor) : move(event, id, editor);
}

// With a finger: on a field it adds to the selection, on a page it asks which field goes there.
function pressLong(down, id, before, stop, { desk, palette, selection, say }) {
  const end = () => {
    clearTimeout(timer);
    for (const name of ["pointermove", "pointerup", "pointercancel"]) removeEventListener(name, over);
  };
  const over = (event) => {
    const near = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < 8;
    if (event.type !== "pointermove" || !near) end();
  };
  const timer = setTimeout(() => {
    end();
    if (id) {
      stop?.();
      selection.set([...before.filter((other) => other !== id), id]);
    } else if (desk.leafAt(down.clientX, down.clientY)) {
      selection.clear();
      palette.place = { clientX: down.clientX, clientY: down.clientY };
      palette.open(true);
      say.ask("which");
    }
    navigator.vibrate?.(10);
  }, LONG);
  for (const name of ["pointermove", "pointerup", "pointercancel"]) addEventListener(name, over);
}

function adds(event) {
  return event.shiftKey || event.ctrlKey || event.metaKey;
}

// On a phone the palette itself is scrolled by finger: there one taps.
function isTapping(event) {
  return event.pointerType === "touch" && matchMedia("(max-width: 64rem)").matches;
}
