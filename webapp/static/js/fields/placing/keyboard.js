// Everything without a mouse. What the page lists as shortcuts (templates/fields/_keys.html) is
// here, in zoom.js and in clipboard.js.

import { around, moved, resized } from "./boxes.js";
import { duplicate } from "./copies.js";
import { grouped } from "./names.js";
import { kindOn } from "./palette.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 4;
const FINE = 0.5;

export function listenForKeys(editor) {
  const { selection, desk, palette } = editor;
  // A click without a pointer (detail 0) is a key press: Enter or the space bar.
  palette.element.addEventListener("click", (event) => {
    const kind = kindOn(event.target);
    if (kind && event.detail === 0) placeOnCurrentPage(kind, editor);
  });
  desk.element.addEventListener("focusin", (event) => {
    const id = event.target.closest("[data-field]")?.dataset.field;
    if (id && !desk.drawing && !selection.has(id)) selection.set([id]);
  });
  desk.element.addEventListener("keydown", (event) => {
    if (event.target.closest("[data-field]")) onField(event, editor);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      if (palette.armed) palette.arm("");
      else leave(editor);
    }
    if (!typing(event)) anywhere(event, editor);
  });
}

// Whether the key belongs to what is being written, where the browser has its own undo.
export function typing(event) {
  return Boolean(event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select"));
}

// Out of the properties back to the field; from there out of the selection.
function leave({ desk, selection, properties }) {
  const field = selection.list.at(-1);
  const within = properties.form.contains(document.activeElement);
  document.activeElement.blur(); // which keeps what was typed
  if (field && within) desk.reveal(field);
  else selection.clear();
}

function anywhere(event, editor) {
  const { fields, selection, desk, palette } = editor;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const step = command && !event.altKey && { z: event.shiftKey ? "redo" : "undo", y: "redo" }[key];
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (step) {
    event.preventDefault();
    fields[step]();
  } else if (command && key === "a") {
    event.preventDefault();
    const leaf = desk.current;
    desk.select(fields.on(leaf.documentId, leaf.number).map((field) => field.id), true);
  } else if (command || event.altKey) return;
  else if (key === "/") {
    const search = palette.element.querySelector("[data-search]");
    if (search) event.preventDefault();
    search?.focus();
  } else if (digit && event.shiftKey && selection.size) {
    event.preventDefault();
    editor.properties.assign(palette.people.inputs[digit - 1]?.value);
  } else if (digit && !event.shiftKey) palette.people.choose(digit - 1);
}

function placeOnCurrentPage(kind, { fields, desk, palette }) {
  const leaf = desk.current;
  const field = palette.make(kind);
  const box = leaf.within(freePlace(field, leaf, fields.on(leaf.documentId, leaf.number)));
  const placed = { ...field, ...box, document_id: leaf.documentId, page: leaf.number };
  fields.add([grouped(placed, palette.kindOf(field), fields)], palette.name(field));
  desk.select([field.id], true);
}

// Below what lies in the middle of the page already.
function freePlace(field, leaf, others) {
  const box = { ...field, x: (leaf.width - field.width) / 2, y: leaf.height * 0.4 };
  const covers = (other) =>
    other.x < box.x + box.width && other.x + other.width > box.x && other.y < box.y + box.height && other.y + other.height > box.y;
  for (let tries = 0; tries < 60 && others.some(covers); tries += 1) {
    box.y += 12;
    if (box.y + box.height > leaf.height) box.y = 24;
  }
  return box;
}

function onField(event, editor) {
  const { properties } = editor;
  const step = STEPS[event.key];
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const acts = {
    delete: () => removeSelected(editor),
    backspace: () => removeSelected(editor),
    enter: () => properties.open(),
    " ": () => properties.open(),
    n: !command && (() => goTo(1, event.shiftKey, editor)),
    p: !command && (() => goTo(-1, event.shiftKey, editor)),
    pagedown: event.altKey && (() => toPage(1, editor)),
    pageup: event.altKey && (() => toPage(-1, editor)),
    d: command && (() => (event.shiftKey ? editor.spread.open() : duplicate(editor))),
  };
  if (step && !command) {
    event.preventDefault();
    const by = event.altKey ? FINE : STEP;
    if (event.shiftKey) stretchSelected(step, by, editor);
    else moveSelected(step, by, editor);
  } else if (acts[key]) {
    event.preventDefault();
    acts[key]();
  }
}

// All on one page move together, and stop together at its edge.
function moveSelected([x, y], by, { fields, selection, desk, palette }) {
  const places = new Map();
  for (const [leaf, group] of byLeaf(selection.list, desk)) {
    const box = around(group);
    const place = leaf.within({ ...box, x: box.x + x * by, y: box.y + y * by });
    for (const [id, each] of moved(group, place, leaf)) places.set(id, each);
  }
  fields.change(selection.list, (field) => places.get(field.id), "moved", palette.name(...selection.list), true);
}

function stretchSelected([x, y], by, { fields, selection, desk, palette }) {
  fields.change(selection.list, (field) => {
    const { square } = palette.kindOf(field);
    const side = square ? "se" : x ? "e" : "s";
    const [byX, byY] = square ? [(x + y) * by, (x + y) * by] : [x * by, y * by];
    return resized(field, side, byX, byY, desk.leafOf(field), square);
  }, "resized", palette.name(...selection.list), true);
}

function toPage(by, { fields, selection, desk, palette }) {
  fields.change(selection.list, (field) => {
    const leaf = desk.leaves[desk.leaves.indexOf(desk.leafOf(field)) + by];
    return leaf ? { ...leaf.within(field), document_id: leaf.documentId, page: leaf.number } : {};
  }, "moved", palette.name(...selection.list));
  desk.select([...selection.ids], true);
}

function byLeaf(list, desk) {
  const groups = new Map();
  for (const field of list) {
    const leaf = desk.leafOf(field);
    groups.set(leaf, [...(groups.get(leaf) ?? []), field]);
  }
  return groups;
}

function removeSelected({ fields, selection, desk, palette }) {
  const list = selection.list;
  const next = neighbour(list.at(-1), 1, fields, desk, list) ?? neighbour(list.at(-1), -1, fields, desk, list);
  fields.remove(list, palette.name(...list));
  if (next) desk.select([next.id], true);
}

function goTo(by, extends_, { fields, selection, desk }) {
  const next = neighbour(selection.list.at(-1), by, fields, desk);
  if (next) desk.select(extends_ ? [...selection.ids, next.id] : [next.id], true);
}

// In reading order, also on other pages.
function neighbour(field, by, fields, desk, without = []) {
  const all = desk.leaves.flatMap((leaf) => fields.on(leaf.documentId, leaf.number));
  const from = all.indexOf(field);
  const rest = by > 0 ? all.slice(from + 1) : all.slice(0, from).reverse();
  return rest.find((other) => !without.includes(other));
}
