// Fields come from the palette: dragged, or put down where one clicks after choosing a kind.

import { drag } from "./dragging.js";
import { grouped } from "./names.js";
import { Snapping } from "./snapping.js";

// Puts a new field with its middle at a point of the window.
export function putDown(kind, clientX, clientY, { fields, desk, palette }) {
  const leaf = desk.leafAt(clientX, clientY);
  if (!leaf) return;
  const field = palette.make(kind);
  const { x, y } = leaf.point(clientX, clientY);
  const snapping = new Snapping(leaf, fields.on(leaf.documentId, leaf.number));
  const box = snapping.move({ ...field, x: x - field.width / 2, y: y - field.height / 2 });
  snapping.end();
  palette.arm("");
  const placed = { ...field, ...box, document_id: leaf.documentId, page: leaf.number };
  fields.add([grouped(placed, palette.kindOf(field), fields)], palette.name(field));
  desk.select([field.id], true);
}

export function fromPalette(down, kind, editor) {
  const { desk, palette } = editor;
  let ghost = null;
  return drag(down, {
    begin: () => (ghost = ghostOf(kind, desk, palette)),
    move: (event) => {
      ghost.style.left = `${event.clientX}px`;
      ghost.style.top = `${event.clientY}px`;
      ghost.classList.toggle("is-over", Boolean(desk.leafAt(event.clientX, event.clientY)));
    },
    end: (event) => {
      ghost.remove();
      putDown(kind, event.clientX, event.clientY, editor);
    },
    cancel: () => ghost.remove(),
  });
}

function ghostOf(kind, desk, palette) {
  const { scale } = desk.current;
  const [width, height] = palette.kinds[kind].size;
  const ghost = document.createElement("div");
  ghost.className = "placed hued is-ghost";
  ghost.dataset.hue = palette.hue(palette.people.chosen);
  const word = document.createElement("span");
  word.className = "placed__word";
  word.textContent = palette.word(kind);
  ghost.append(palette.drawing(kind), word);
  ghost.style.width = `${width * scale}px`;
  ghost.style.height = `${height * scale}px`;
  document.body.append(ghost);
  return ghost;
}
