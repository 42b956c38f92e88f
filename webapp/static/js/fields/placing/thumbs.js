// Small pictures of the pages, drawn as they come into sight. The keyboard comes to one of them
// and goes on with the arrow keys.

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const DOTS = 8;

export class Thumbs {
  constructor(element, desk, fields, palette, say) {
    Object.assign(this, { element, desk, fields, palette, say });
    this.number = element.querySelector("[data-goto]");
    this.items = desk.leaves.map((leaf) => this.item(leaf));
    this.byLeaf = new Map(desk.leaves.map((leaf, place) => [leaf.element, this.items[place]]));
    this.lay();
    this.mark(0);
    this.follow();
    fields.listen(() => this.dots());
    element.addEventListener("keydown", (event) => this.listen(event));
    element.addEventListener("click", (event) => this.open(event));
    this.number?.addEventListener("change", () => this.go(Number(this.number.value) - 1));
  }

  item(leaf) {
    const element = document.createElement("li");
    element.style.setProperty("--ratio", leaf.width / leaf.height);
    return { leaf, element, link: null };
  }

  lay() {
    const all = document.createDocumentFragment();
    let list = null;
    for (const { leaf, element } of this.items) {
      if (leaf.number === 1) {
        const name = document.createElement("p");
        name.className = "thumbs__name small quiet";
        name.textContent = leaf.name;
        list = document.createElement("ol");
        list.className = "thumbs__list";
        all.append(name, list);
      }
      list.append(element);
    }
    this.element.append(all);
    const byElement = new Map(this.items.map((item) => [item.element, item]));
    const watch = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) {
        const item = byElement.get(target);
        if (isIntersecting) this.fill(item);
        else if (item.link && item.link !== document.activeElement) this.clear(item);
      }
    }, { root: this.element, rootMargin: "60% 0px" });
    for (const { element } of this.items) watch.observe(element);
  }

  fill(item) {
    if (item.link) return item.link;
    const { leaf } = item;
    const link = document.createElement("a");
    link.className = "thumb";
    link.href = `#${leaf.element.id}`;
    link.setAttribute("aria-label", this.say.write("thumb", { number: leaf.number }));
    const image = document.createElement("img");
    image.alt = "";
    image.src = `${leaf.address}?width=310`;
    const number = document.createElement("span");
    number.className = "thumb__number numbers";
    number.textContent = leaf.number;
    const dots = document.createElement("span");
    dots.className = "thumb__fields";
    link.append(image, number, dots);
    item.element.append(link);
    Object.assign(item, { link, dots });
    this.dotsOf(item);
    this.paint(item);
    return link;
  }

  clear(item) {
    item.link.remove();
    item.link = null;
  }

  dots() {
    for (const item of this.items) if (item.link) this.dotsOf(item);
  }

  dotsOf({ leaf, dots }) {
    const list = this.fields.on(leaf.documentId, leaf.number).slice(0, DOTS);
    dots.replaceChildren(...list.map((field) => {
      const dot = document.createElement("i");
      dot.dataset.hue = this.palette.hue(field.recipient_ids);
      return dot;
    }));
  }

  // The page in the middle of the window: a thin line across it says which one.
  follow() {
    const watch = new IntersectionObserver((changes) => {
      const entered = changes.filter((change) => change.isIntersecting).at(-1);
      if (entered) this.mark(this.items.indexOf(this.byLeaf.get(entered.target)));
    }, { rootMargin: "-45% 0px -54% 0px" });
    for (const leaf of this.byLeaf.keys()) watch.observe(leaf);
  }

  mark(place) {
    const before = this.items[this.place];
    this.place = place;
    if (before?.link) this.paint(before);
    const link = this.fill(this.items[place]);
    this.paint(this.items[place]);
    if (this.number && document.activeElement !== this.number) this.number.value = place + 1;
    bringIntoView(link, this.element);
  }

  paint(item) {
    const current = item === this.items[this.place];
    item.link.tabIndex = current ? 0 : -1;
    if (current) item.link.setAttribute("aria-current", "true");
    else item.link.removeAttribute("aria-current");
  }

  listen(event) {
    const from = this.items.findIndex((item) => item.link && item.link === event.target);
    const step = STEPS[event.key];
    if (from < 0 || !step) return;
    event.preventDefault();
    const item = this.items[Math.max(0, Math.min(from + step, this.items.length - 1))];
    const link = this.fill(item);
    link.tabIndex = 0;
    link.focus();
  }

  open(event) {
    const link = event.target.closest("a.thumb");
    const place = this.items.findIndex((item) => item.link && item.link === link);
    if (place < 0) return;
    event.preventDefault();
    this.go(place);
  }

  go(place) {
    const item = this.items[Math.max(0, Math.min(place || 0, this.items.length - 1))];
    this.desk.bring(item.leaf);
    item.leaf.element.scrollIntoView({ block: "start" });
  }
}

// Only the column scrolls, never the window.
function bringIntoView(link, thumbs) {
  const [box, room] = [link.getBoundingClientRect(), thumbs.getBoundingClientRect()];
  if (box.top < room.top) thumbs.scrollTop += box.top - room.top - 16;
  else if (box.bottom > room.bottom) thumbs.scrollTop += box.bottom - room.bottom + 16;
}
