// Copies of fields: beside them, and in the clipboard, from where they come onto any page of any
// envelope that is open in this browser.

import { around, moved } from "./boxes.js";
import { newId } from "./fields.js";
import { typing } from "./keyboard.js";
import { unnamed } from "./names.js";

const TYPE = "application/x-countersign-fields";
const BESIDE = 8;

export function duplicate({ fields, selection, desk, palette }) {
  const copies = selection.list.map((field) => {
    const leaf = desk.leafOf(field);
    const below = leaf.within({ ...field, y: field.y + field.height + BESIDE });
    return { ...unnamed(field), ...below, id: newId() };
  });
  fields.add(copies, palette.name(...copies), "duplicated");
  desk.select(copies.map((field) => field.id), true);
}

export function listenForClipboard(editor) {
  const { fields, selection, palette, say } = editor;
  const pointer = { x: -1, y: -1, inPlace: false };
  addEventListener("pointermove", ({ clientX, clientY }) => Object.assign(pointer, { x: clientX, y: clientY }));
  addEventListener("keydown", (event) => (pointer.inPlace = event.shiftKey), { capture: true });
  const take = (event) => {
    if (typing(event) || !selection.size || !getSelection().isCollapsed) return false;
    event.preventDefault();
    event.clipboardData.setData(TYPE, JSON.stringify(selection.list));
    event.clipboardData.setData("text/plain", selection.list.map((field) => palette.name(field)).join("\n"));
    return true;
  };
  document.addEventListener("copy", (event) => {
    if (take(event)) say.tell("copied", { field: palette.name(...selection.list) });
  });
  document.addEventListener("cut", (event) => {
    if (take(event)) fields.remove(selection.list, palette.name(...selection.list), "cut");
  });
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData(TYPE);
    if (!text || typing(event)) return;
    event.preventDefault();
    paste(JSON.parse(text).filter(({ kind }) => palette.kinds[kind]), pointer, editor);
  });
}

// At the pointer, or at the same place of the page that is seen; what lay on several pages does
// so again.
function paste(copied, pointer, { fields, desk, palette }) {
  if (!copied.length) return;
  const under = pointer.inPlace ? undefined : desk.leafAt(pointer.x, pointer.y);
  const leaf = under ?? desk.current;
  const first = Math.min(...copied.map((field) => field.page));
  const several = copied.some((field) => field.page !== first);
  const made = copied.map((field) => madeOf(field, palette));
  const places = under && !several && moved(made, { ...around(made), ...under.point(pointer.x, pointer.y) }, leaf);
  const pasted = made.flatMap((field) => {
    const on = desk.leaf(leaf.documentId, leaf.number + field.page - first);
    const place = on && (places ? places.get(field.id) : beside(on.within(field), on, fields));
    return on ? [{ ...field, ...place, document_id: on.documentId, page: on.number }] : [];
  });
  fields.add(pasted, palette.name(...pasted), "pasted");
  desk.select(pasted.map((field) => field.id), true);
}

// For people of this envelope: whoever is not among them, for the one who is chosen.
function madeOf(field, palette) {
  const { people } = palette;
  const known = field.recipient_ids.filter((id) => people.ids.has(id));
  const kept = known.length || !field.recipient_ids.length ? known : people.chosen;
  const anyone = people.inputs.find((input) => input.value).value;
  const recipientIds = [kept, [anyone], []].find((ids) => palette.suits(palette.kindOf(field), ids));
  return { ...unnamed(field), id: newId(), recipient_ids: recipientIds };
}

// Not exactly above what lies there already, where it could not be seen.
function beside(box, leaf, fields) {
  const covers = (other) => other.x === box.x && other.y === box.y;
  return fields.on(leaf.documentId, leaf.number).some(covers)
    ? leaf.within({ ...box, x: box.x + BESIDE, y: box.y + BESIDE })
    : box;
}
