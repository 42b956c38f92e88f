// The palette: for whom the next field is, and which type was chosen to be put down.

import { newId } from "./fields.js";

export class Palette {
  constructor(element, sizes, say) {
    this.element = element;
    this.sizes = sizes;
    this.say = say;
    this.buttons = [...element.querySelectorAll("[data-type]")];
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

  word(type) {
    return this.buttons.find((button) => button.dataset.type === type)?.dataset.word ?? type;
  }

  drawing(type) {
    return this.buttons.find((button) => button.dataset.type === type).querySelector("svg").cloneNode(true);
  }

  // What undo and screen readers call a field.
  name(field) {
    const word = field.label || this.word(field.type);
    return this.say.write("for", { field: word, person: this.person(field.recipient_id) });
  }

  // The next place that is clicked gets this type; "" ends that.
  arm(type) {
    this.armed = type;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.type === type));
    }
    document.documentElement.classList.toggle("is-armed", Boolean(type));
    if (type) this.say.tell("tap");
  }

  make(type) {
    const [width, height] = this.sizes[type];
    const field = { id: newId(), recipient_id: this.recipient, type, width, height };
    return { ...field, required: type !== "checkbox", label: "" };
  }

  count(list) {
    for (const place of this.element.querySelectorAll("[data-count]")) {
      const number = list.filter((field) => field.recipient_id === place.dataset.count).length;
      place.textContent = number || "";
    }
  }
}
