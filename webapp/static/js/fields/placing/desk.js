// The pages on the desk: draws fields on them and knows which point of which page lies where.

export class Desk {
  constructor(element, fields, palette, say) {
    this.element = element;
    this.fields = fields;
    this.palette = palette;
    this.say = say;
    this.leaves = [...element.querySelectorAll("[data-leaf]")].map((leaf) => new Leaf(leaf));
    this.selected = "";
    this.onSelect = () => {};
  }

  draw() {
    const focused = document.activeElement?.closest?.("[data-field]")?.dataset.field;
    for (const leaf of this.leaves) {
      const list = this.fields.on(leaf.documentId, leaf.number);
      leaf.layer.replaceChildren(...list.map((field) => this.element_of(field, leaf)));
      const thumb = document.querySelector(`[data-thumb="${leaf.documentId}:${leaf.number}"]`);
      thumb?.replaceChildren(...list.slice(0, 8).map((field) => this.dot(field)));
    }
    if (!this.fields.get(this.selected)) this.selected = "";
    if (focused) this.find(focused)?.focus({ preventScroll: true });
  }

  select(id, focus = false) {
    this.selected = id;
    for (const element of this.element.querySelectorAll("[data-field]")) {
      element.classList.toggle("is-selected", element.dataset.field === id);
    }
    if (focus) this.find(id)?.focus({ preventScroll: false });
    this.onSelect(id);
  }

  find(id) {
    return this.element.querySelector(`[data-field="${id}"]`);
  }

  leafOf(field) {
    return this.leaves.find((leaf) => leaf.documentId === field.document_id && leaf.number === field.page);
  }

  // The leaf below a point of the window.
  leafAt(x, y) {
    const room = this.element.getBoundingClientRect();
    if (x < room.left || x > room.right) return undefined;
    return this.leaves.find((leaf) => {
      const box = leaf.layer.getBoundingClientRect();
      return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    });
  }

  // The page that fills most of the window.
  get current() {
    const seen = (leaf) => {
      const box = leaf.layer.getBoundingClientRect();
      return Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    };
    return this.leaves.reduce((best, leaf) => (seen(leaf) > seen(best) ? leaf : best));
  }

  element_of(field, leaf) {
    const element = document.createElement("div");
    element.className = `placed hued placed--${field.kind}`;
    element.dataset.field = field.id;
    element.dataset.hue = this.palette.hue(field.recipient_ids);
    element.tabIndex = 0;
    element.setAttribute("role", "button");
    element.setAttribute("aria-describedby", "placing_help");
    element.classList.toggle("is-selected", field.id === this.selected);
    element.classList.toggle("is-square", this.palette.kindOf(field).square);
    element.classList.toggle("is-optional", !field.required);
    const letter = document.createElement("span");
    letter.className = "placed__letter";
    letter.setAttribute("aria-hidden", "true");
    letter.textContent = this.palette.letters(field.recipient_ids);
    letter.hidden = !letter.textContent;
    const word = document.createElement("span");
    word.className = "placed__word";
    const printed = field.recipient_ids.length ? "" : field.properties.default;
    word.textContent = printed || field.label || this.palette.word(field.kind);
    const more = document.createElement("span");
    more.className = "for-reader";
    const must = this.say.write(field.required ? "required" : "optional");
    more.textContent = `: ${this.palette.name(field)}, ${must}`;
    const handle = document.createElement("span");
    handle.className = "placed__handle";
    handle.dataset.handle = "";
    element.append(letter, this.palette.drawing(field.kind), word, more, handle);
    leaf.put(element, field);
    return element;
  }

  dot(field) {
    const dot = document.createElement("i");
    dot.dataset.hue = this.palette.hue(field.recipient_ids);
    return dot;
  }
}

// One page. Points count from its top left corner, as it is shown.
class Leaf {
  constructor(element) {
    this.element = element;
    this.layer = element.querySelector("[data-layer]");
    this.documentId = element.dataset.document;
    this.number = Number(element.dataset.number);
    this.width = Number(element.dataset.width);
    this.height = Number(element.dataset.height);
    // To the fraction of a point, which the picture's whole pixels cannot say.
    element.querySelector("img").style.aspectRatio = `${this.width} / ${this.height}`;
  }

  get scale() {
    return this.layer.clientWidth / this.width;
  }

  point(clientX, clientY) {
    const box = this.layer.getBoundingClientRect();
    return { x: (clientX - box.left) / this.scale, y: (clientY - box.top) / this.scale };
  }

  // The box pushed back onto the page, in hundredths of a point.
  within({ x, y, width, height }) {
    width = Math.min(width, this.width);
    height = Math.min(height, this.height);
    return {
      x: rounded(Math.max(0, Math.min(x, this.width - width))),
      y: rounded(Math.max(0, Math.min(y, this.height - height))),
      width: rounded(width),
      height: rounded(height),
    };
  }

  // In parts of the page, so that it stays right when the window changes.
  put(element, { x, y, width, height }) {
    element.style.left = `${(100 * x) / this.width}%`;
    element.style.top = `${(100 * y) / this.height}%`;
    element.style.width = `${(100 * width) / this.width}%`;
    element.style.height = `${(100 * height) / this.height}%`;
  }
}

function rounded(number) {
  return Math.floor(number * 100) / 100;
}
