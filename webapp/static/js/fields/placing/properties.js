// What one field is called, for whom it is, and whether it must be filled in.

import { newId } from "./fields.js";

export class Properties {
  constructor(form, fields, desk, palette) {
    this.form = form;
    this.fields = fields;
    this.desk = desk;
    this.palette = palette;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => this.save());
    form.querySelector("[data-remove]").addEventListener("click", () => this.remove());
    form.querySelector("[data-copy]").addEventListener("click", () => this.copy());
    form.querySelector("[data-close]").addEventListener("click", () => desk.select(""));
  }

  show(id) {
    const field = this.fields.get(id);
    this.form.hidden = !field;
    if (!field) return;
    const { label, recipient_id, required } = this.form.elements;
    this.form.querySelector("h2").textContent = this.palette.word(field.kind);
    if (document.activeElement !== label || this.shown !== id) label.value = field.label;
    recipient_id.value = field.recipient_id;
    required.checked = field.required;
    this.form.querySelector("[data-required]").hidden = !this.palette.kindOf(field).asked;
    this.shown = id;
  }

  save() {
    const field = this.fields.get(this.shown);
    if (!field) return;
    const { label, recipient_id, required } = this.form.elements;
    const values = { label: label.value.trim(), recipient_id: recipient_id.value, required: required.checked };
    this.fields.change(field.id, values, "changed", this.palette.name(field));
  }

  remove() {
    const field = this.fields.get(this.shown);
    if (field) this.fields.remove(field.id, this.palette.name(field));
  }

  // A little below, where it can be seen and moved.
  copy() {
    const field = this.fields.get(this.shown);
    if (!field) return;
    const leaf = this.desk.leafOf(field);
    const below = { ...field, y: field.y + field.height + 8 };
    const box = leaf.within(below);
    const copy = { ...field, ...box, id: newId() };
    this.fields.add(copy, this.palette.name(copy));
    this.desk.select(copy.id, true);
  }
}
