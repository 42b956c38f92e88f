// One page. Points count from its top left corner, as it is shown. Its picture and its fields are
// there only while it is near the window.

const WIDEST = 2480; // pixels
const AGAIN = 3000; // until a page that is still being drawn is asked for once more

export class Leaf {
  constructor(document_, number, [width, height], words) {
    const element = document.createElement("section");
    Object.assign(this, { element, number, width, height, documentId: document_.id, name: document_.name });
    this.address = `${document_.images}${number}`;
    this.query = document_.query ? [document_.query] : [];
    this.layer = null;
    element.className = "leaf";
    element.id = `page-${document_.id}-${number}`;
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", words.page);
    Object.assign(element.dataset, { leaf: "", label: words.number, waiting: words.waiting });
    // To the fraction of a point, which the picture's whole pixels cannot say.
    element.style.aspectRatio = `${width} / ${height}`;
  }

  fill(wide) {
    if (this.layer) return;
    this.image = document.createElement("img");
    this.image.alt = "";
    this.image.className = "leaf__image";
    this.image.draggable = false;
    this.image.decoding = "async";
    this.image.addEventListener("error", () => this.wait());
    this.image.addEventListener("load", () => this.element.classList.remove("is-waiting"));
    this.layer = document.createElement("div");
    this.layer.className = "leaf__layer";
    this.layer.dataset.layer = "";
    this.show(wide);
    this.element.append(this.image, this.layer);
  }

  show(wide) {
    if (!this.image) return;
    const query = wide ? [...this.query, `width=${WIDEST}`] : this.query;
    this.image.src = query.length ? `${this.address}?${query.join("&")}` : this.address;
  }

  wait() {
    const { image } = this;
    this.element.classList.add("is-waiting");
    setTimeout(() => {
      if (image.isConnected) image.src = image.src;
    }, AGAIN);
  }

  empty() {
    this.image?.remove();
    this.layer?.remove();
    this.image = this.layer = null;
    this.element.classList.remove("is-waiting");
  }

  get box() {
    return this.element.getBoundingClientRect();
  }

  get scale() {
    return this.element.clientWidth / this.width;
  }

  point(clientX, clientY) {
    const { box, scale } = this;
    return { x: (clientX - box.left) / scale, y: (clientY - box.top) / scale };
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

export function rounded(number) {
  return Math.floor(number * 100 + 1e-6) / 100;
}
