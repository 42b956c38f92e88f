// Everything without a mouse: Enter places, arrows move, Shift and arrows resize, Delete removes.
// What the page lists as shortcuts (templates/fields/edit.html) is here and in zoom.js.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 4;
const FINE = 0.5;
const SMALLEST = 12;

export function listenForKeys(element, fields, desk, palette) {
  // A click without a pointer (detail 0) is a key press: Enter or the space bar.
  palette.element.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-kind]")?.dataset.kind;
    if (!kind) return;
    if (event.detail === 0) placeOnCurrentPage(kind, fields, desk, palette);
    else palette.arm(palette.armed === kind ? "" : kind);
  });
  element.addEventListener("focusin", (event) => {
    const placed = event.target.closest("[data-field]");
    if (placed && desk.selected !== placed.dataset.field) desk.select(placed.dataset.field);
  });
  element.addEventListener("keydown", (event) => {
    const id = event.target.closest("[data-field]")?.dataset.field;
    if (id) onField(event, id, fields, desk, palette);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      palette.arm("");
      desk.select("");
    }
    const step = stepOf(event);
    if (step && !typing(event)) {
      event.preventDefault();
      fields[step]();
    }
  });
}

// Whether the key belongs to what is being written, where the browser has its own undo.
export function typing(event) {
  return Boolean(event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select"));
}

function stepOf(event) {
  if (!(event.ctrlKey || event.metaKey)) return "";
  const key = event.key.toLowerCase();
  if (key === "y" && !event.shiftKey) return "redo";
  if (key !== "z") return "";
  return event.shiftKey ? "redo" : "undo";
}

function placeOnCurrentPage(kind, fields, desk, palette) {
  const leaf = desk.current;
  const field = palette.make(kind);
  const box = leaf.within(freePlace(field, leaf, fields.on(leaf.documentId, leaf.number)));
  fields.add({ ...field, ...box, document_id: leaf.documentId, page: leaf.number }, palette.name(field));
  desk.select(field.id, true);
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

function onField(event, id, fields, desk, palette) {
  const field = fields.get(id);
  const step = STEPS[event.key];
  if (step) {
    event.preventDefault();
    moveOrResize(event, field, step, fields, desk, palette);
  } else if (event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.querySelector("[data-properties] [data-copy]").click();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    const next = neighbour(id);
    fields.remove(id, palette.name(field));
    if (next) desk.select(next, true);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    document.querySelector("[data-properties] input")?.focus();
  }
}

function moveOrResize(event, field, [x, y], fields, desk, palette) {
  const by = event.altKey ? FINE : STEP;
  const leaf = desk.leafOf(field);
  if (event.shiftKey) {
    const box = {
      ...field,
      width: Math.min(Math.max(SMALLEST, field.width + x * by), leaf.width - field.x),
      height: Math.min(Math.max(SMALLEST, field.height + y * by), leaf.height - field.y),
    };
    if (palette.kindOf(field).square) box.height = box.width = x ? box.width : box.height;
    fields.change(field.id, leaf.within(box), "resized", palette.name(field));
  } else {
    const box = leaf.within({ ...field, x: field.x + x * by, y: field.y + y * by });
    fields.change(field.id, box, "moved", palette.name(field));
  }
}

function neighbour(id) {
  const all = [...document.querySelectorAll("[data-field]")];
  const place = all.findIndex((element) => element.dataset.field === id);
  return (all[place + 1] ?? all[place - 1])?.dataset.field;
}
