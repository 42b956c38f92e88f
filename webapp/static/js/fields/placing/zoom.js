// The pages larger and smaller, by buttons and keys; what is in the middle stays in the middle.

import { typing } from "./keyboard.js";

const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const FIT = STEPS.indexOf(1);
const KEYS = { "+": 1, "=": 1, "-": -1, "−": -1 };

export class Zoom {
  constructor(desk) {
    Object.assign(this, { element: desk.element, desk, step: FIT });
    const group = document.querySelector("[data-zoom]");
    this.fit = group.querySelector("[data-zoom-fit]");
    this.buttons = [...group.querySelectorAll("[data-zoom-by]")];
    group.hidden = false;
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.to(this.step + Number(button.dataset.zoomBy)));
    }
    this.fit.addEventListener("click", () => this.to(FIT));
    document.addEventListener("keydown", (event) => this.listen(event));
  }

  // The browser's own zoom keeps its keys.
  listen(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
    const by = event.key === "0" ? FIT - this.step : KEYS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.to(this.step + by);
  }

  to(step) {
    const next = Math.max(0, Math.min(step, STEPS.length - 1));
    if (next === this.step) return;
    const stay = this.middle();
    this.step = next;
    this.element.classList.toggle("is-zoomed", next > FIT);
    this.element.style.setProperty("--zoom", STEPS[next]);
    this.fit.textContent = `${100 * STEPS[next]}%`;
    this.desk.sharpen(next > FIT);
    const [out, into] = this.buttons;
    out.disabled = next === 0;
    into.disabled = next === STEPS.length - 1;
    stay();
  }

  // Remembers which point of which page is in the middle, and brings it back there.
  middle() {
    const room = this.element.getBoundingClientRect();
    const [x, y] = [room.left + room.width / 2, innerHeight / 2];
    const leaf = this.desk.current;
    const part = (box) => [(x - box.left) / box.width, (y - box.top) / box.height];
    const [across, down] = part(leaf.box);
    return () => {
      const { box } = leaf;
      this.element.scrollLeft += box.left + across * box.width - x;
      scrollBy({ top: box.top + down * box.height - y, behavior: "instant" });
    };
  }
}
