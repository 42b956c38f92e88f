// What the selected fields are called, for whom they are, and what their kinds have in common.
// Each change is made to all of them; what differs among them is shown as mixed.

import { suggested } from "./names.js";

const MIXED = Symbol("mixed");
const POINTS = 72 / 25.4; // in a millimeter
const PLACE = ["x", "y", "width", "height"];

export class Properties {
  constructor(form, editor) {
    Object.assign(this, { form, editor, ids: [] });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => (isChosen(target) || isTyped(target)) && this.save(target, this.ids));
    addEventListener("pagehide", () => this.flush());
  }

  get list() {
    return this.ids.map((id) => this.editor.fields.get(id)).filter(Boolean);
  }

  // The first control that is seen.
  open() {
    const all = [...this.form.querySelectorAll("input, select, textarea, button")];
    all.find((control) => control.checkVisibility() && !control.matches("[data-close], :disabled"))?.focus();
  }

  show() {
    const { selection, palette } = this.editor;
    this.flush();
    const same = this.ids.join() === [...selection.ids].join();
    this.ids = [...selection.ids];
    const list = this.list;
    this.form.hidden = !list.length;
    if (!list.length) return;
    const alone = list.length === 1;
    this.fresh = !same;
    this.form.classList.toggle("is-several", !alone);
    const [first] = list;
    this.form.querySelector("h2").textContent = alone ? palette.word(first.kind) : this.editor.say.write("selected", { count: list.length });
    for (const part of this.form.querySelectorAll("[data-alone]")) part.hidden = !alone;
    for (const part of this.form.querySelectorAll("[data-several]")) part.hidden = alone;
    const { label, required } = this.form.elements;
    this.set(label, first.label);
    this.set(required, common(list.map((field) => field.required)));
    this.form.querySelector("[data-required]").hidden = !list.some((field) => palette.kindOf(field).asked);
    this.showPeople(list);
    for (const name of PLACE) this.set(this.form.elements[name], (first[name] / POINTS).toFixed(1));
    for (const place of this.places) this.showProperty(place, list);
    // A section of which the kinds have nothing is not shown, one of which something is set is open.
    for (const section of this.form.querySelectorAll("[data-section]")) {
      const names = [...section.querySelectorAll("[data-property]:not([hidden])")].map((place) => place.dataset.property);
      section.hidden = !names.length;
      if (this.fresh) section.open = names.some((name) => list.some((field) => name in field.properties));
    }
    const wrong = this.form.querySelector("[data-wrong]");
    wrong.textContent = list.map((field) => this.editor.saving?.errors.get(field.id)).find(Boolean) ?? "";
    wrong.hidden = !wrong.textContent;
    if (this.fresh) this.form.scrollTop = 0;
  }

  get people() {
    return [...this.form.querySelectorAll("[name=recipient_ids]")];
  }

  get places() {
    return this.form.querySelectorAll("[data-property]");
  }

  showPeople(list) {
    for (const box of this.people) this.set(box, common(list.map((field) => field.recipient_ids.includes(box.value))));
    const assigned = common(list.map((field) => field.recipient_ids.join()));
    this.set(this.form.elements.assign, assigned);
  }

  // Shows a property that all of them have.
  showProperty(place, list) {
    const name = place.dataset.property;
    place.hidden = !list.every((field) => this.editor.palette.kindOf(field).properties.includes(name));
    if (place.hasAttribute("data-alone") && list.length > 1) place.hidden = true;
    if (!place.hidden) this.set(place.querySelector("[name]"), common(list.map((field) => shown(field.properties[name]))));
  }

  // What is being typed stays.
  set(control, value) {
    if (!control || (document.activeElement === control && !this.fresh)) return;
    const mixed = value === MIXED;
    if (control.type === "checkbox") {
      control.indeterminate = mixed;
      control.checked = !mixed && Boolean(value) && value !== "false";
    } else if (control.matches("select")) {
      control.value = mixed ? "" : value || control.options[0]?.value;
      if (mixed || control.selectedIndex < 0) control.selectedIndex = -1;
    } else {
      control.dataset.placeholder ??= control.placeholder;
      control.placeholder = mixed ? this.editor.say.write("mixed") : control.dataset.placeholder;
      control.value = mixed ? "" : value;
    }
    control.dataset.was = mixed ? "" : stands(control);
  }

  // What is typed belongs to the fields for which it was, also when others are selected meanwhile.
  flush() {
    const control = document.activeElement;
    if (!this.form.contains(control) || !("was" in (control.dataset ?? {}))) return;
    if (control.type !== "checkbox" && isTyped(control)) this.save(control, this.ids);
  }

  save(control, ids) {
    const { fields, palette } = this.editor;
    const list = ids.map((id) => fields.get(id)).filter(Boolean);
    const values = this.said(control);
    if (!list.length || !values) return;
    control.dataset.was = stands(control);
    fields.change(list, values, "changed", palette.name(...list));
    // What cannot be is shown as it stays.
    this.fresh = true;
    if (control.name === "recipient_ids") this.showPeople(this.list);
    this.fresh = false;
  }

  // What a control makes of a field.
  said(control) {
    const { desk, palette, fields } = this.editor;
    const { name } = control;
    const property = control.closest("[data-property]")?.dataset.property;
    if (property) return (field) => (palette.kindOf(field).properties.includes(property) ? withProperty(field, property, valueOf(control)) : {});
    if (name === "label") {
      return (field) => {
        const label = control.value.trim();
        const free = field.properties.name ? "" : suggested(label, fields.list);
        return { label, ...(free && { properties: { ...field.properties, name: free } }) };
      };
    }
    if (name === "required") return () => ({ required: control.checked });
    if (name === "recipient_ids") return (field) => ({ recipient_ids: this.filledBy(field, control) });
    if (name === "assign") return (field) => assigned(field, control.value ? control.value.split(",") : [], palette);
    if (PLACE.includes(name)) {
      const points = Number(control.value.replace(",", ".")) * POINTS;
      if (!Number.isFinite(points) || !control.value.trim()) return null;
      return (field) => desk.leafOf(field).within({ ...field, [name]: points });
    }
    return null;
  }

  // A signature is one person's, and not everything can be filled in by the sender.
  filledBy(field, box) {
    const { palette } = this.editor;
    const kind = palette.kindOf(field);
    const others = field.recipient_ids.filter((id) => id !== box.value);
    const next = !box.checked ? others : kind.personal ? [box.value] : [...others, box.value];
    return palette.suits(kind, next) ? next : field.recipient_ids;
  }

  // All selected fields for one person; "": for the sender.
  assign(recipientId) {
    if (recipientId === undefined) return;
    const { fields, selection, palette } = this.editor;
    const list = selection.list;
    fields.change(list, (field) => assigned(field, recipientId ? [recipientId] : [], palette), "assigned", palette.name(...list));
  }
}

function assigned(field, recipientIds, palette) {
  const same = field.recipient_ids.join() === recipientIds.join();
  return same || !palette.suits(palette.kindOf(field), recipientIds) ? {} : { recipient_ids: recipientIds };
}

function withProperty(field, name, value) {
  if (shown(field.properties[name]) === shown(value)) return {};
  const { [name]: before, ...others } = field.properties;
  return { properties: value === undefined ? others : { ...others, [name]: value } };
}

// What says nothing is left out.
function valueOf(control) {
  if (control.type === "checkbox") return control.checked || undefined;
  if (control.matches("select")) return control.selectedIndex > 0 ? control.value : undefined;
  return control.value.trim() || undefined;
}

function isChosen(control) {
  return control.type === "checkbox" || control.matches("select");
}

// What flush has saved already is told once more when the control loses the focus.
function isTyped(control) {
  return stands(control) !== control.dataset.was;
}

function stands(control) {
  return control.type === "checkbox" ? String(control.checked) : control.value;
}

// As the form shows it: a list as lines, a number as its digits.
export function shown(value) {
  return Array.isArray(value) ? value.join("\n") : String(value ?? "");
}

function common(values) {
  return values.every((value) => value === values[0]) ? values[0] : MIXED;
}
