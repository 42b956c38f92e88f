// Several fields in line, at equal distances or of the same size.

import { around } from "./boxes.js";

// Where each comes to lie: of its own box and the box around all.
const LINES = {
  left: (field, all) => ({ x: all.x }),
  center: (field, all) => ({ x: all.x + (all.width - field.width) / 2 }),
  right: (field, all) => ({ x: all.x + all.width - field.width }),
  top: (field, all) => ({ y: all.y }),
  middle: (field, all) => ({ y: all.y + (all.height - field.height) / 2 }),
  bottom: (field, all) => ({ y: all.y + all.height - field.height }),
};
const AXES = { across: ["x", "width"], down: ["y", "height"] };

export class Arranging {
  constructor(element, editor) {
    Object.assign(this, { element, editor });
    element.addEventListener("click", (event) => {
      const how = event.target.closest("[data-arrange]")?.dataset.arrange;
      if (how) this.arrange(how);
    });
  }

  show() {
    const { selection, palette } = this.editor;
    this.element.hidden = selection.size < 2;
    for (const button of this.element.querySelectorAll("[data-arrange]")) {
      button.disabled = button.dataset.arrange in AXES && selection.size < 3;
    }
  }

  arrange(how) {
    const { fields, selection, desk, palette } = this.editor;
    const list = selection.list;
    const places = this.places(how, list, desk, palette);
    const verb = how in LINES ? "aligned" : how in AXES ? "distributed" : "resized";
    fields.change(list, (field) => desk.leafOf(field).within({ ...field, ...places(field) }), verb, palette.name(...list));
  }

  // Also fields of several pages come in line. As large as the one that was selected last.
  places(how, list, desk, palette) {
    if (how in LINES) {
      const all = around(list);
      return (field) => LINES[how](field, all);
    }
    if (how in AXES) return distributed(list, ...AXES[how]);
    const { width, height } = list.at(-1);
    const size = (field) => (palette.kindOf(field).square ? { width: Math.min(width, height), height: Math.min(width, height) } : { width, height });
    return size;
  }
}

// The gaps between them become the same; the first and the last one stay.
function distributed(list, place, size) {
  const ordered = [...list].sort((a, b) => a[place] - b[place]);
  const all = around(list);
  const filled = ordered.reduce((sum, field) => sum + field[size], 0);
  const gap = (all[size] - filled) / (ordered.length - 1);
  const places = new Map();
  let at = all[place];
  for (const field of ordered) {
    places.set(field.id, at);
    at += field[size] + gap;
  }
  return (field) => ({ [place]: places.get(field.id) });
}
