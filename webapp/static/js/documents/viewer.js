// Reading pages: which one is current, thumbnails, zoom, search in the text, keys.

import { startRail } from "./viewer/rail.js";
import { startSearch } from "./viewer/search.js";
import { startZoom } from "./viewer/zoom.js";

const TYPED = "input, textarea, select, [contenteditable]";

export function start(viewer) {
  const bar = viewer.querySelector("[data-bar]");
  const desk = viewer.querySelector("[data-desk]");
  const number = bar.querySelector("[data-number]");
  // A page that was drawn meanwhile takes the place of its waiting one: they are looked up anew.
  const pages = () => [...desk.querySelectorAll(".folio")];
  let current = -1;

  bar.hidden = false;
  viewer.classList.add("is-started");
  const rail = startRail(viewer, pages);
  const zoom = startZoom(viewer, desk, () => pages()[current]);
  const search = startSearch(viewer, desk, pages, goTo);
  const acts = {
    rail: rail.toggle,
    in: () => zoom.step(1),
    out: () => zoom.step(-1),
    actual: () => zoom.to(1),
    fit: zoom.fit,
    previous: () => search.step(-1),
  };

  bar.addEventListener("click", (event) => acts[event.target.closest("[data-act]")?.dataset.act]?.());
  number.addEventListener("change", () => goTo(pages()[parseInt(number.value, 10) - 1]));
  number.addEventListener("focus", () => number.select());
  viewer.addEventListener("keydown", onKey);
  desk.addEventListener("htmx:after:swap", rail.refresh);
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  new ResizeObserver(measure).observe(bar);
  find();
  // On a page that is nothing but the viewer its keys work at once.
  if (viewer.hasAttribute("data-alone") && !location.hash) {
    desk.classList.add("is-quiet");
    desk.addEventListener("blur", () => desk.classList.remove("is-quiet"), { once: true });
    desk.focus({ preventScroll: true });
  }

  // What lies below the bar that stays: a page that is gone to begins there.
  function measure() {
    const top = parseFloat(getComputedStyle(bar).top) || 0;
    viewer.style.setProperty("--bar", `${bar.offsetHeight + top}px`);
  }

  function goTo(page) {
    if (!page) return find(true);
    page.scrollIntoView({ block: "start" });
    find(true);
  }

  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      find();
    });
  }

  // The last page that begins above the middle of the window.
  function find(again = false) {
    const all = pages();
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (all[middle].getBoundingClientRect().top < innerHeight / 2) low = middle;
      else high = middle - 1;
    }
    if (low === current && !again) return;
    current = low;
    if (document.activeElement !== number || again) number.value = low + 1;
    rail.mark(low);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches(TYPED) || event.target.closest(".field")) return;
    const act = {
      "+": acts.in,
      "=": acts.in,
      "-": acts.out,
      "/": search.focus,
      PageDown: () => goTo(pages()[current + 1]),
      PageUp: () => goTo(pages()[Math.max(current - 1, 0)]),
      ArrowRight: () => goTo(pages()[current + 1]),
      ArrowLeft: () => goTo(pages()[Math.max(current - 1, 0)]),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
