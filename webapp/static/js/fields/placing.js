// The prepare page: fields are dragged onto pages, moved, resized, described; every change saves.

import { Desk } from "./placing/desk.js";
import { Fields, whole } from "./placing/fields.js";
import { listenForKeys } from "./placing/keyboard.js";
import { listenForPointers } from "./placing/pointers.js";
import { Palette } from "./placing/palette.js";
import { Properties } from "./placing/properties.js";
import { Saving } from "./placing/saving.js";
import { showKeys } from "./placing/shortcuts.js";
import { markCurrentPage } from "./placing/thumbs.js";
import { Zoom } from "./placing/zoom.js";

// What other modules of the page need: `const { fields, desk } = await editor`.
let opened;
export const editor = new Promise((resolve) => (opened = resolve));

export function start(element) {
  const data = JSON.parse(document.getElementById("placing_data").textContent);
  const say = speaker(data.words);
  const list = data.fields.map(whole);
  const fields = new Fields(list, say);
  const palette = new Palette(document.querySelector("[data-palette]"), data.kinds, say);
  const desk = new Desk(element, fields, palette, say);
  const properties = new Properties(document.querySelector("[data-properties]"), fields, desk, palette);
  const saving = new Saving(element.dataset.save, list, say);
  const undo = document.querySelector("[data-undo]");
  const redo = document.querySelector("[data-redo]");

  fields.listen((what) => {
    desk.draw();
    palette.count(fields.list);
    properties.show(desk.selected);
    undo.disabled = !fields.history.length;
    redo.disabled = !fields.undone.length;
    if (what) saving.later(fields.list);
  });
  desk.onSelect = (id) => properties.show(id);
  undo.hidden = redo.hidden = false;
  undo.addEventListener("click", () => fields.undo());
  redo.addEventListener("click", () => fields.redo());
  listenForPointers(element, fields, desk, palette);
  listenForKeys(element, fields, desk, palette);
  new Zoom(element, desk);
  markCurrentPage(desk, document.querySelector("[data-thumbs]"));
  showKeys(document.getElementById("keys"), document.querySelector("[data-keys]"));
  fields.tell("");
  opened({ fields, desk, palette, properties, saving, say });
}

// Sentences come translated with the page; a status line shows and speaks them.
function speaker(words) {
  const place = document.getElementById("placing_state");
  let asked = "";
  const write = (name, values = {}) =>
    (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  let told = "";
  let state = "";
  const show = () => (place.textContent = [asked || told, state].filter(Boolean).join(" · "));
  return {
    write,
    // What the saving is at: the next one takes its place.
    aloud(name, values, problem = false) {
      state = write(name, values);
      place.classList.toggle("is-problem", problem);
      show();
    },
    // What is to be done next: stays until it is.
    ask(name) {
      asked = name ? write(name) : "";
      show();
    },
    // What was done: stays long enough to be read.
    tell(name, values) {
      told = write(name, values);
      show();
      setTimeout(() => {
        told = "";
        show();
      }, 5000);
    },
  };
}
