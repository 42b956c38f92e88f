// The kinds of fields: which one was chosen to be put down, and what the product knows of each.

import { newId } from "./fields.js";

const RECENT = "fields used last";
const RECENTLY = 4;

export class Palette {
  constructor(element, kinds, people, say) {
    Object.assign(this, { element, kinds, people, say, armed: "" });
    this.buttons = [...element.querySelectorAll("[data-kind]")];
    this.byKind = new Map(this.buttons.map((button) => [button.dataset.kind, button]));
    this.more = element.querySelector("[data-more]");
    this.more.addEventListener("click", () => this.open(!this.element.classList.contains("is-open")));
    people.listen(() => this.paint());
    this.paint();
    this.searchable(element.querySelector("[data-search]"));
    this.showRecent(element.querySelector("[data-recents]"));
  }

  // Those that were placed last, once more on top, where there is room for it.
  showRecent(group) {
    for (const kind of recent().filter((known) => this.byKind.has(known))) {
      const button = this.byKind.get(kind).cloneNode(true);
      button.dataset.recent = kind;
      delete button.dataset.kind;
      group.append(button);
      group.hidden = false;
    }
    this.recents = [...group.querySelectorAll("[data-recent]")];
    this.paint();
  }

  paint() {
    this.element.dataset.hue = this.people.hue(this.people.chosen);
    for (const button of [...this.buttons, ...(this.recents ?? [])]) {
      const kind = kindOn(button);
      button.disabled = !this.people.chosen.length && !this.kinds[kind].senders;
    }
  }

  // Only the kinds whose names have what was typed; Enter takes the one of that very name, or the first.
  searchable(input) {
    if (!input) return;
    const groups = [...this.element.querySelectorAll(".palette__group:not([data-recents])")];
    const recents = this.element.querySelector("[data-recents]");
    const fits = (button) => button.textContent.toLowerCase().includes(input.value.trim().toLowerCase());
    input.addEventListener("input", () => {
      for (const button of this.buttons) button.hidden = !fits(button);
      for (const group of groups) group.hidden = !group.querySelector("[data-kind]:not([hidden])");
      this.element.querySelector("[data-nothing]").hidden = groups.some((group) => !group.hidden);
      recents.hidden = Boolean(input.value) || !this.recents.length;
      if (input.value) this.open(true);
    });
    input.addEventListener("keydown", (event) => {
      const found = this.buttons.filter((button) => !button.hidden && !button.disabled);
      const named = (button) => button.textContent.trim().toLowerCase() === input.value.trim().toLowerCase();
      const first = found.find(named) ?? found[0];
      if (event.key === "Escape") input.value = "";
      if (event.key === "Enter" && first) first.click();
      if (!["Enter", "Escape"].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      input.value = "";
      input.dispatchEvent(new Event("input"));
    });
  }

  hue(recipientIds) {
    return this.people.hue(recipientIds);
  }

  letters(recipientIds) {
    return this.people.letters(recipientIds);
  }

  word(kind) {
    return this.byKind.get(kind)?.textContent.trim() ?? kind;
  }

  drawing(kind) {
    return this.byKind.get(kind)?.querySelector("svg").cloneNode(true) ?? "";
  }

  // What undo and screen readers call fields.
  name(...fields) {
    if (fields.length !== 1) return this.say.write("many", { count: fields.length });
    const [field] = fields;
    const word = field.label || this.word(field.kind);
    return this.say.write("for", { field: word, person: this.people.names(field.recipient_ids) });
  }

  // The next place that is clicked gets this kind; "" ends that.
  arm(kind) {
    if (kind === this.armed) return;
    this.armed = kind;
    for (const button of [...this.buttons, ...this.recents]) {
      button.setAttribute("aria-pressed", String(kindOn(button) === kind));
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
    const { size: [width, height], required, only_sender, button } = this.kinds[kind];
    keep(kind);
    const properties = button && this.group ? { group: this.group() } : {};
    return { id: newId(), recipient_ids: only_sender ? [] : this.people.chosen, kind, width, height, required, label: "", properties };
  }

  // What the product knows of the kind of a field.
  kindOf(field) {
    return this.kinds[field.kind];
  }

  // Whether a field of this kind may be for these.
  suits({ personal, senders, only_sender }, recipientIds) {
    if (only_sender) return !recipientIds.length;
    return personal ? recipientIds.length === 1 : recipientIds.length > 0 || senders;
  }
}

// The kind that a button of the palette, or something in it, stands for; "" for anything else.
export function kindOn(element) {
  const button = element.closest("[data-kind], [data-recent]");
  return button?.dataset.kind ?? button?.dataset.recent ?? "";
}

function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT)) ?? [];
  } catch {
    return [];
  }
}

function keep(kind) {
  const kinds = [kind, ...recent().filter((other) => other !== kind)].slice(0, RECENTLY);
  localStorage.setItem(RECENT, JSON.stringify(kinds));
}
