// Fields on the desk are moved, alone or several at once, and resized at their eight handles.

import { around, moved, resized } from "./boxes.js";
import { drag } from "./dragging.js";
import { Snapping } from "./snapping.js";

export function move(down, id, editor) {
  const { fields, selection, desk, palette } = editor;
  const leaf = desk.leafOf(fields.get(id));
  const group = selection.list.filter((field) => desk.leafOf(field) === leaf);
  const ids = new Set(group.map((field) => field.id));
  const from = around(group);
  const grip = leaf.point(down.clientX, down.clientY);
  let over = leaf;
  let snapping = null;
  let places = null;
  const land = (next) => {
    snapping?.end();
    over = next;
    over.layer.append(...group.map((field) => desk.find(field.id)).filter(Boolean));
    snapping = new Snapping(over, fields.on(over.documentId, over.number).filter((field) => !ids.has(field.id)));
  };
  return drag(down, {
    begin: () => {
      land(leaf);
      for (const field of group) desk.find(field.id)?.classList.add("is-moving");
    },
    move: (event) => {
      const next = desk.leafAt(event.clientX, event.clientY) ?? over;
      if (next !== over) land(next);
      const at = over.point(event.clientX, event.clientY);
      const box = { ...from, x: from.x + at.x - grip.x, y: from.y + at.y - grip.y };
      places = moved(group, snapping.move(box, event.ctrlKey || event.metaKey), over);
      for (const [each, place] of places) over.put(desk.find(each), place);
    },
    end: () => {
      snapping.end();
      const page = { document_id: over.documentId, page: over.number };
      fields.change(group, (field) => ({ ...places.get(field.id), ...page }), "moved", palette.name(...group));
      desk.find(id)?.focus({ preventScroll: true });
    },
    cancel: () => {
      snapping.end();
      desk.draw();
    },
    // Without a move it was a click: on one of several, it alone is meant.
    click: () => {
      selection.set([id]);
      desk.find(id)?.focus({ preventScroll: true });
    },
  });
}

export function resize(down, id, side, editor) {
  const { fields, desk, palette } = editor;
  const field = fields.get(id);
  const leaf = desk.leafOf(field);
  const { square } = palette.kindOf(field);
  const grip = leaf.point(down.clientX, down.clientY);
  let snapping = null;
  let box = field;
  return drag(down, {
    begin: () => {
      snapping = new Snapping(leaf, fields.on(leaf.documentId, leaf.number).filter((other) => other !== field));
      desk.find(id).classList.add("is-moving");
    },
    move: (event) => {
      const free = event.ctrlKey || event.metaKey || square;
      const at = leaf.point(event.clientX, event.clientY);
      let [byX, byY] = [at.x - grip.x, at.y - grip.y];
      if (/[ew]/.test(side)) byX += snapping.edge("x", field.x + (side.includes("e") ? field.width : 0) + byX, free);
      if (/[ns]/.test(side)) byY += snapping.edge("y", field.y + (side.includes("s") ? field.height : 0) + byY, free);
      box = resized(field, side, byX, byY, leaf, square);
      leaf.put(desk.find(id), box);
    },
    end: () => {
      snapping.end();
      fields.change([field], () => box, "resized", palette.name(field));
      desk.find(id)?.focus({ preventScroll: true });
    },
    cancel: () => {
      snapping.end();
      desk.draw();
    },
  });
}
