// The palette: for whom the next field is, and which kind was chosen to be put down.

import { newId } from "./fields.js";

export class Palette {
  constructor(element, kinds, say) {
    this.element = element;
    this.kinds = kinds;
    this.say = say;
    this.buttons = [...element.querySelectorAll("[data-kind]")];
    this.people = [...element.querySelectorAll("[name=placing_recipient]")];
    this.armed = "";
    for (const button of this.buttons) button.disabled = false;
    const paint = () => (this.element.dataset.hue = this.hue(this.recipient));
    for (const person of this.people) person.addEventListener("change", paint);
    paint();
  }

  get recipient() {
    return this.people.find((person) => person.checked)?.value ?? this.people[0].value;
  }

  hue(recipientId) {
    return this.people.find((person) => person.value === recipientId)?.dataset.hue ?? "a";
  }

  person(recipientId) {
    const input = this.people.find((one) => one.value === recipientId);
    return input?.parentElement.querySelector(".palette__name").textContent.trim() ?? "";
  }

  word(kind) {
    return this.buttons.find((button) => button.dataset.kind === kind)?.dataset.word ?? kind;
  }

  drawing(kind) {
    return this.buttons.find((button) => button.dataset.kind === kind).querySelector("svg").cloneNode(true);
  }

  // What undo and screen readers call a field.
  name(field) {
    const word = field.label || this.word(field.kind);
    return this.say.write("for", { field: word, person: this.person(field.recipient_id) });
  }

  // The next place that is clicked gets this kind; "" ends that.
  arm(kind) {
    this.armed = kind;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
    }
    document.documentElement.classList.toggle("is-armed", Boolean(kind));
    if (kind) this.say.tell("tap");
  }

  make(kind) {
    const { size: [width, height], required } = this.kinds[kind];
    return { id: newId(), recipient_id: this.recipient, kind, width, height, required, label: "", properties: {} };
  }

  // What the product knows of the kind of a field.
  kindOf(field) {
    return this.kinds[field.kind];
  }

  count(list) {
    for (const place of this.element.querySelectorAll("[data-count]")) {
      const number = list.filter((field) => field.recipient_id === place.dataset.count).length;
      place.textContent = number || "";
    }
  }
}
