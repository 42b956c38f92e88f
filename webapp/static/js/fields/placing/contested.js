// The list of fields that were changed here and elsewhere, each with a choice. How they are
// elsewhere is drawn on the page beside them.

import { differences } from "./merging.js";

const PLACE = ["document_id", "page", "x", "y", "width", "height"];

export class Contested {
  constructor(element, merging, editor) {
    Object.assign(this, { element, merging, editor });
    this.row = element.querySelector("template");
    this.rows = element.querySelector("[data-rows]");
    merging.onContest = () => this.show();
    editor.desk.ghosts = (leaf) => [...merging.contested.values()].filter((field) => field && editor.desk.leafOf(field) === leaf);
    element.addEventListener("click", (event) => this.choose(event.target.closest("button")));
  }

  show() {
    const { contested } = this.merging;
    const before = this.element.hidden;
    this.element.hidden = !contested.size;
    this.rows.replaceChildren(...[...contested].map(([id, theirs]) => this.rowOf(id, theirs)));
    this.element.querySelector("[data-all]").hidden = contested.size < 2;
    this.editor.desk.draw();
    if (before && contested.size) this.editor.say.hear("contested", { count: contested.size });
  }

  rowOf(id, theirs) {
    const { fields, palette, say } = this.editor;
    const row = this.row.content.cloneNode(true).firstElementChild;
    const mine = fields.get(id);
    const field = mine ?? theirs;
    row.dataset.id = id;
    const where = { field: palette.name(field), number: field.page };
    row.querySelector("[data-name]").textContent = say.write("on_page", where);
    row.querySelector("[data-what]").textContent = this.what(mine, theirs);
    return row;
  }

  what(mine, theirs) {
    const { say } = this.editor;
    if (!mine) return say.write("removed_here");
    if (!theirs) return say.write("removed_there");
    const found = differences(mine, theirs);
    const words = [
      found.some((name) => PLACE.includes(name)) && say.write("place"),
      found.includes("recipient_ids") && say.write("people"),
      found.some((name) => !PLACE.includes(name) && name !== "recipient_ids") && say.write("properties"),
    ];
    return words.filter(Boolean).join(", ");
  }

  choose(button) {
    if (!button) return;
    const { fields, desk, saving } = this.editor;
    const id = button.closest("[data-id]")?.dataset.id;
    if (button.hasAttribute("data-show")) {
      const field = fields.get(id) ?? this.merging.contested.get(id);
      if (fields.get(id)) desk.select([id]);
      desk.bring(desk.leafOf(field));
      desk.leafOf(field).element.scrollIntoView({ block: "center" });
      return;
    }
    const ids = id ? [id] : [...this.merging.contested.keys()];
    for (const each of ids) this.merging.choose(each, button.hasAttribute("data-mine"));
    saving.later();
    if (this.element.hidden) desk.element.focus({ preventScroll: true });
    else this.rows.querySelector("button")?.focus();
  }
}
