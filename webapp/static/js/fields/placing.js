// The prepare page: fields are dragged onto pages, moved, resized, described; every change saves. Of an
// envelope that was sent they are saved all at once, by a button.

import { Arranging } from "./placing/arranging.js";
import { Contested } from "./placing/contested.js";
import { duplicate, listenForClipboard } from "./placing/copies.js";
import { Correcting } from "./placing/correcting.js";
import { Desk } from "./placing/desk.js";
import { Fields, whole } from "./placing/fields.js";
import { listenForKeys } from "./placing/keyboard.js";
import { Merging } from "./placing/merging.js";
import { Palette } from "./placing/palette.js";
import { People } from "./placing/people.js";
import { listenForPointers } from "./placing/pointers.js";
import { Properties } from "./placing/properties.js";
import { Saving } from "./placing/saving.js";
import { Selection } from "./placing/selection.js";
import { showKeys } from "./placing/shortcuts.js";
import { announcer } from "./placing/announcing.js";
import { Spreading } from "./placing/spreading.js";
import { Thumbs } from "./placing/thumbs.js";
import { Zoom } from "./placing/zoom.js";

// What other modules of the page need: `const { fields, selection } = await editor`.
let opened;
export const editor = new Promise((resolve) => (opened = resolve));

export function start(element) {
  const data = JSON.parse(document.getElementById("placing_data").textContent);
  const say = announcer(data.words);
  const fields = new Fields(data.fields.map(whole), say);
  const selection = new Selection(fields);
  const aside = document.querySelector("[data-palette]");
  const people = new People(aside, say);
  const palette = new Palette(aside, data.kinds, people, say);
  const all = { fields, selection, people, palette, say, fixed: (data.fixed ?? []).map(whole) };
  all.desk = new Desk(element, data.documents, all);
  all.properties = new Properties(document.querySelector("[data-properties]"), all);
  all.arranging = new Arranging(document.querySelector("[data-arranging]"), all);
  all.spread = new Spreading(document.getElementById("spread"), all);
  const merging = new Merging(fields);
  const thumbs = new Thumbs(document.querySelector("[data-thumbs]"), all.desk, fields, palette, say);

  fields.listen((what, name, changes) => {
    all.desk.draw();
    people.count(fields.list);
    all.properties.show();
    if (name) say.hear("heard", { what: say.write(what, { field: name }), place: placeOf(changes, all) });
    if (what !== "absorbed") all.saving.later();
  });
  selection.listen(() => {
    all.arranging.show();
    all.properties.show();
    if (selection.size > 1) say.hear("selected", { count: selection.size });
  });
  const Keeper = "byHand" in element.dataset ? Correcting : Saving;
  all.saving = new Keeper(element, merging, data.seen, say);
  all.saving.onErrors = () => all.properties.show();
  new Contested(document.querySelector("[data-contested]"), merging, all);
  steps(fields);
  acts(all);
  listenForPointers(all);
  listenForKeys(all);
  listenForClipboard(all);
  new Zoom(all.desk);
  showKeys(document.getElementById("keys"), document.querySelector("[data-keys]"));
  people.count(fields.list);
  goToHash(thumbs, all.desk);
  opened(all);
}

function steps(fields) {
  const undo = document.querySelector("[data-undo]");
  const redo = document.querySelector("[data-redo]");
  undo.hidden = redo.hidden = false;
  undo.addEventListener("click", () => fields.undo());
  redo.addEventListener("click", () => fields.redo());
  fields.listen(() => {
    undo.disabled = !fields.history.length;
    redo.disabled = !fields.undone.length;
  });
}

function acts(editor_) {
  const { fields, selection, palette, people, desk } = editor_;
  const on = (name, act) => document.querySelector(`[data-properties] [data-${name}]`).addEventListener("click", act);
  on("copy", () => duplicate(editor_));
  on("spread", () => editor_.spread.open());
  on("remove", () => fields.remove(selection.list, palette.name(...selection.list)));
  on("close", () => selection.clear());
  for (const link of document.querySelectorAll("[data-preview], [data-done]")) link.addEventListener("click", (event) => leave(event, editor_));
  const preview = document.querySelector("[data-preview]");
  if (!preview) return;
  const follow = () => {
    const address = new URL(preview.href);
    if (people.chosen.length) address.searchParams.set("as", people.chosen[0]);
    preview.href = address;
  };
  people.listen(follow);
  follow();
}

// What was just typed is kept first: the next page shows it.
async function leave(event, { saving }) {
  const link = event.currentTarget;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  document.activeElement?.blur();
  if (saving.merging.isSaved || (saving.refused && !saving.byHand)) return;
  event.preventDefault();
  if (await saving.finish()) location.assign(link.href);
}

// Where one field came to lie, for those who do not see it.
function placeOf(changes, { desk, say }) {
  const [field] = changes.values();
  if (changes.size !== 1 || !field) return "";
  const millimeters = (points) => Math.round((points * 25.4) / 72);
  return say.write("lies", { number: field.page, left: millimeters(field.x), top: millimeters(field.y) });
}

function goToHash(thumbs, desk) {
  const place = desk.leaves.findIndex((leaf) => `#${leaf.element.id}` === location.hash);
  if (place > 0) thumbs.go(place);
}
