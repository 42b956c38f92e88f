// What the documents seem to ask for: dashed places on the pages that become fields by a click.

import { editor } from "./placing.js";
import { whole } from "./placing/fields.js";

export async function start(bar) {
  new Found(bar, JSON.parse(document.getElementById("found_data").textContent), await editor).show();
}

class Found {
  constructor(bar, { found, words }, { fields, selection, people, palette, desk, say }) {
    Object.assign(this, { bar, found, words, fields, selection, people, palette, desk, say, layers: new Map() });
    this.title = bar.querySelector("[data-count]");
    this.form = bar.querySelector("form");
    this.review = bar.querySelector("[data-review]");
    this.review.hidden = false;
    this.review.addEventListener("click", () => this.focus(0));
    this.form.addEventListener("submit", (event) => {
      if (event.submitter?.value !== "place_all") return;
      event.preventDefault();
      this.placeAll(this.form.elements.found_for.value);
    });
    fields.listen(() => this.show());
    people.listen(() => this.show());
  }

  // In reading order; what is placed is a field of the same id.
  get open() {
    return this.found.filter((one) => !this.fields.get(one.id));
  }

  show() {
    const open = this.open;
    const focused = document.activeElement?.dataset?.ghost;
    const place = focused ? this.ghosts.findIndex((ghost) => ghost.dataset.ghost === focused) : -1;
    for (const layer of this.layers.values()) layer.replaceChildren();
    for (const one of open) this.layer(one)?.append(this.ghost(one));
    this.bar.hidden = !open.length;
    const text = open.length === 1 ? this.words[this.unclear ? "whose" : "one"] : this.words[this.unclear ? "whoseMany" : "many"];
    this.title.textContent = text.replace("{count}", open.length);
    if (focused) this.focus(place, focused);
  }

  get ghosts() {
    return [...this.desk.element.querySelectorAll("[data-ghost]")];
  }

  // Where the keyboard was, or at the next one after it.
  focus(place, id = "") {
    const ghosts = this.ghosts;
    const next = ghosts.find((ghost) => ghost.dataset.ghost === id) ?? ghosts[Math.min(Math.max(place, 0), ghosts.length - 1)];
    next?.scrollIntoView({ block: "center" });
    next?.focus({ preventScroll: true });
  }

  layer(one) {
    const key = `${one.document_id}:${one.page}`;
    if (!this.layers.has(key)) {
      const leaf = this.desk.leaf(one.document_id, one.page);
      if (!leaf) return undefined;
      const layer = document.createElement("div");
      layer.className = "ghosts";
      leaf.element.append(layer);
      this.layers.set(key, layer);
    }
    return this.layers.get(key);
  }

  ghost(one) {
    const ghost = document.createElement("button");
    const field = this.fieldOf(one);
    ghost.type = "button";
    ghost.className = "ghost hued";
    ghost.dataset.ghost = one.id;
    ghost.dataset.hue = this.people.hue(field.recipient_ids);
    const word = one.label || this.palette.word(one.kind);
    ghost.setAttribute("aria-label", `${this.words.place.replace("{field}", this.palette.name(field))}, ${this.words.keys}`);
    ghost.title = this.words.title;
    const text = document.createElement("span");
    text.className = "ghost__word";
    text.textContent = word;
    ghost.append(this.palette.drawing(one.kind), text);
    this.desk.leaf(one.document_id, one.page).put(ghost, one);
    ghost.addEventListener("pointerdown", (event) => event.stopPropagation());
    ghost.addEventListener("click", (event) => {
      // A kind that is armed is not put down here as well.
      event.stopPropagation();
      this.place([one]);
    });
    ghost.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        this.dismiss(one);
      }
    });
    return ghost;
  }

  // For whom it is meant; else for whom fields are placed just now, or the first who can fill it in.
  fieldOf({ source, ...one }, recipientId = "") {
    const someone = recipientId ? [recipientId] : one.recipient_ids;
    const chosen = someone.length ? someone : this.people.chosen;
    const first = this.people.inputs.find((input) => input.value)?.value;
    return whole({ ...one, recipient_ids: chosen.length ? chosen : [first] });
  }

  place(list, recipientId = "") {
    const made = list.map((one) => this.fieldOf(one, recipientId));
    if (!made.length) return;
    const name = made.length === 1 ? this.palette.name(made[0]) : this.words.several.replace("{count}", made.length);
    this.fields.add(made, name);
    if (made.length === 1) this.selection.set([made[0].id]);
  }

  // What is for no one yet is left, and the bar asks whose it is.
  placeAll(recipientId) {
    this.unclear = !recipientId;
    this.place(this.open.filter((one) => recipientId || one.recipient_ids.length), recipientId);
    if (!this.open.length) return;
    this.bar.classList.toggle("is-unclear", this.unclear);
    this.show();
    this.form.elements.found_for.focus();
  }

  async dismiss(one) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
    const answer = await fetch(this.bar.dataset.dismiss, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ found: [one.id] }),
    }).catch(() => null);
    if (!answer?.ok) return this.say.aloud("failed", {}, true);
    this.found = this.found.filter((other) => other !== one);
    this.show();
  }
}
