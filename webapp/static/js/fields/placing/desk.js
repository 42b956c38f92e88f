// The pages on the desk: each has its place from the beginning, so that the window scrolls evenly;
// those near it are drawn.

import { drawn } from "./drawn_field.js";
import { Leaf } from "./leaf.js";

export class Desk {
  constructor(element, documents, { fields, selection, palette, say, fixed }) {
    Object.assign(this, { element, fields, selection, palette, say, wide: false, near: new Set(), fixed, ghosts: () => [] });
    this.leaves = documents.flatMap((document_) => {
      const sizes = document_.sizes.flatMap(([times, ...size]) => Array(times).fill(size));
      return sizes.map((size, index) => new Leaf(document_, index + 1, size, this.words(document_, index + 1, sizes.length)));
    });
    this.byPage = new Map(this.leaves.map((leaf) => [`${leaf.documentId}:${leaf.number}`, leaf]));
    this.byElement = new Map(this.leaves.map((leaf) => [leaf.element, leaf]));
    this.lay(documents.length > 1);
    selection.listen(() => this.mark());
  }

  words(document_, number, all) {
    return {
      page: this.say.write("page", { document: document_.name, number }),
      number: this.say.write("number", { number, all }),
      waiting: this.say.write("waiting"),
    };
  }

  lay(named) {
    const all = document.createDocumentFragment();
    for (const leaf of this.leaves) {
      if (named && leaf.number === 1) {
        const name = document.createElement("h2");
        name.className = "desk__name";
        name.textContent = leaf.name;
        all.append(name);
      }
      all.append(leaf.element);
    }
    this.element.append(all);
    const watch = new IntersectionObserver((changes) => this.come(changes), { rootMargin: "120% 0px" });
    for (const leaf of this.leaves) watch.observe(leaf.element);
    for (const leaf of this.leaves.slice(0, 2)) this.bring(leaf);
  }

  // Pages that came near, and those that went; where the keyboard is, a page stays.
  come(changes) {
    for (const { target, isIntersecting } of changes) {
      const leaf = this.byElement.get(target);
      if (isIntersecting) this.bring(leaf);
      else if (!target.contains(document.activeElement) && !target.querySelector(".is-moving")) {
        leaf.empty();
        this.near.delete(leaf);
      }
    }
  }

  bring(leaf) {
    if (this.near.has(leaf)) return;
    leaf.fill(this.wide);
    this.near.add(leaf);
    this.drawOn(leaf);
    this.mark();
  }

  draw() {
    const focused = document.activeElement?.closest?.("[data-field]")?.dataset.field;
    this.drawing = true;
    for (const leaf of this.near) this.drawOn(leaf);
    if (focused) this.find(focused)?.focus({ preventScroll: true });
    this.drawing = false;
    this.mark();
  }

  drawOn(leaf) {
    const list = this.fields.on(leaf.documentId, leaf.number);
    const ghosts = this.ghosts(leaf).map((field) => drawn(field, leaf, this.palette, this.say, "is-theirs"));
    const fixed = this.fixed.filter((field) => this.leafOf(field) === leaf).map((field) => drawn(field, leaf, this.palette, this.say, "is-fixed"));
    leaf.layer.replaceChildren(...fixed, ...list.map((field) => drawn(field, leaf, this.palette, this.say)), ...ghosts);
  }

  // What is selected wears handles; of all fields the keyboard comes to one.
  mark() {
    const all = [...this.element.querySelectorAll("[data-field]")];
    const stop = this.find(this.selection.last) ?? this.find(this.stop) ?? all[0];
    this.stop = stop?.dataset.field;
    for (const element of all) {
      const selected = this.selection.has(element.dataset.field);
      element.classList.toggle("is-selected", selected);
      element.classList.toggle("is-alone", selected && this.selection.size === 1);
      element.setAttribute("aria-pressed", String(selected));
      element.tabIndex = element === stop ? 0 : -1;
    }
  }

  // Selects fields; with `focus` the keyboard goes to the last one, wherever it is.
  select(ids, focus = false) {
    this.selection.set(ids);
    const field = this.fields.get(this.selection.last);
    if (focus && field) this.reveal(field);
  }

  reveal(field) {
    const leaf = this.leafOf(field);
    this.bring(leaf);
    const element = this.find(field.id);
    element.scrollIntoView({ block: "nearest" });
    element.focus({ preventScroll: true });
  }

  find(id) {
    return id ? this.element.querySelector(`[data-field="${id}"]`) : null;
  }

  leaf(documentId, number) {
    return this.byPage.get(`${documentId}:${number}`);
  }

  leafOf(field) {
    return this.leaf(field.document_id, field.page);
  }

  // The leaf below a point of the window.
  leafAt(x, y) {
    const room = this.element.getBoundingClientRect();
    if (x < room.left || x > room.right) return undefined;
    return [...this.near].find(({ box }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
  }

  // The page that fills most of the window.
  get current() {
    const seen = ({ box }) => Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    const near = this.near.size ? [...this.near] : this.leaves;
    return near.reduce((best, leaf) => (seen(leaf) > seen(best) ? leaf : best));
  }

  sharpen(wide) {
    this.wide = wide;
    for (const leaf of this.near) leaf.show(wide);
  }
}
