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
    this.more = element.querySelector("[data-more]");
    this.more.addEventListener("click", () => this.open(!this.element.classList.contains("is-open")));
    const paint = () => {
      this.element.dataset.hue = this.hue(this.recipients);
      for (const button of this.buttons) {
        button.disabled = !this.recipients.length && !kinds[button.dataset.kind].senders;
      }
    };
    for (const person of this.people) person.addEventListener("change", paint);
    paint();
  }

  // No one is the sender.
  get recipients() {
    const chosen = this.people.find((person) => person.checked) ?? this.people[0];
    return chosen.value ? [chosen.value] : [];
  }

  // In the order in which they are shown.
  those(recipientIds) {
    return this.people.filter((person) => recipientIds.includes(person.value));
  }

  // Of several, of the first.
  hue(recipientIds) {
    return this.those(recipientIds)[0]?.dataset.hue ?? "";
  }

  letters(recipientIds) {
    return this.those(recipientIds).map((person) => person.dataset.hue.toUpperCase()).join("");
  }

  names(recipientIds) {
    if (!recipientIds.length) return this.say.write("you");
    const name = (person) => person.parentElement.querySelector(".palette__name").textContent.trim();
    return this.those(recipientIds).map(name).reduce((one, other) => (one ? this.say.write("or", { one, other }) : other), "");
  }

  word(kind) {
    return this.buttons.find((button) => button.dataset.kind === kind)?.textContent ?? kind;
  }

  drawing(kind) {
    return this.buttons.find((button) => button.dataset.kind === kind).querySelector("svg").cloneNode(true);
  }

  // What undo and screen readers call a field.
  name(field) {
    const word = field.label || this.word(field.kind);
    return this.say.write("for", { field: word, person: this.names(field.recipient_ids) });
  }

  // The next place that is clicked gets this kind; "" ends that.
  arm(kind) {
    this.armed = kind;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
    }
    document.documentElement.classList.toggle("is-armed", Boolean(kind));
    const finger = matchMedia("(pointer: coarse)").matches;
    this.say.ask(kind && (finger ? "tap" : "click"));
    if (kind) this.open(false);
  }

  // Where there is little room, the usual kinds are shown first.
  open(open) {
    this.element.classList.toggle("is-open", open);
    this.more.setAttribute("aria-expanded", String(open));
    this.more.querySelector("span").textContent = this.say.write(open ? "less" : "more");
  }

  make(kind) {
    const { size: [width, height], required, only_sender } = this.kinds[kind];
    return { id: newId(), recipient_ids: only_sender ? [] : this.recipients, kind, width, height, required, label: "", properties: {} };
  }

  // What the product knows of the kind of a field.
  kindOf(field) {
    return this.kinds[field.kind];
  }

  count(list) {
    for (const place of this.element.querySelectorAll("[data-count]")) {
      const number = list.filter(({ recipient_ids }) => place.dataset.count ? recipient_ids.includes(place.dataset.count) : !recipient_ids.length).length;
      place.textContent = number || "";
    }
  }
}
