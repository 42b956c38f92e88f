// What one field is called, for whom it is, whether it must be filled in, and what its kind knows.

import { newId } from "./fields.js";
import { suggested, unnamed } from "./names.js";

export class Properties {
  constructor(form, fields, desk, palette) {
    this.form = form;
    this.fields = fields;
    this.desk = desk;
    this.palette = palette;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => this.save(event.target));
    form.querySelector("[data-remove]").addEventListener("click", () => this.remove());
    form.querySelector("[data-copy]").addEventListener("click", () => this.copy());
    form.querySelector("[data-close]").addEventListener("click", () => desk.select(""));
  }

  show(id) {
    const field = this.fields.get(id);
    this.form.hidden = !field;
    if (!field) return;
    const { label, required } = this.form.elements;
    this.form.querySelector("h2").textContent = this.palette.word(field.kind);
    if (document.activeElement !== label || this.shown !== id) label.value = field.label;
    for (const box of this.people) box.checked = field.recipient_ids.includes(box.value);
    required.checked = field.required;
    this.form.querySelector("[data-required]").hidden = !this.palette.kindOf(field).asked;
    for (const place of this.places) this.fill(place, field);
    if (this.shown !== id) this.form.scrollIntoView({ block: "nearest" });
    this.shown = id;
  }

  get people() {
    return [...this.form.querySelectorAll("[name=recipient_ids]")];
  }

  // Who is ticked. A signature is one person's, and not everything can be filled in by the sender.
  chosen(field, changed) {
    const { personal, senders } = this.palette.kindOf(field);
    if (personal && changed.checked) for (const box of this.people) box.checked = box === changed;
    const ids = this.people.filter((box) => box.checked).map((box) => box.value);
    if (!ids.length && !senders) {
      changed.checked = true;
      return field.recipient_ids;
    }
    return ids.join() === field.recipient_ids.join() ? field.recipient_ids : ids;
  }

  get places() {
    return this.form.querySelectorAll("[data-property]");
  }

  // Shows one property if the kind has it; what is being typed stays.
  fill(place, field) {
    const name = place.dataset.property;
    const control = place.querySelector("[name]");
    const value = field.properties[name];
    place.hidden = !this.palette.kindOf(field).properties.includes(name);
    if (document.activeElement === control && this.shown === field.id) return;
    if (control.type === "checkbox") control.checked = Boolean(value);
    else if (control.matches("select")) control.value = value ?? control.options[0].value;
    else control.value = Array.isArray(value) ? value.join("\n") : (value ?? "");
  }

  // What the shown properties say; what says nothing is left out.
  read(field) {
    const found = {};
    for (const place of this.places) {
      const name = place.dataset.property;
      const control = place.querySelector("[name]");
      if (place.hidden) continue;
      if (control.type === "checkbox") {
        if (control.checked) found[name] = true;
      } else if (control.matches("select") ? control.selectedIndex > 0 : control.value.trim()) {
        found[name] = control.value;
      }
    }
    return same(found, field.properties) ? field.properties : found;
  }

  save(changed) {
    const field = this.fields.get(this.shown);
    if (!field) return;
    const { label, required } = this.form.elements;
    const recipient_ids = changed.name === "recipient_ids" ? this.chosen(field, changed) : field.recipient_ids;
    const said = { label: label.value.trim(), recipient_ids, required: required.checked };
    const values = { ...said, properties: this.read(field) };
    const name = changed === label && !field.properties.name && suggested(label.value, this.fields.list);
    if (name) values.properties = { ...values.properties, name };
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
    const copy = { ...unnamed(field), ...box, id: newId() };
    this.fields.add(copy, this.palette.name(copy));
    this.desk.select(copy.id, true);
  }
}

// Both as the form shows them: a list as lines, a number as its digits.
function same(one, other) {
  const shown = (value) => (Array.isArray(value) ? value.join("\n") : String(value));
  const written = (values) => Object.entries(values).map(([name, value]) => `${name}=${shown(value)}`).sort().join("\0");
  return written(one) === written(other);
}
