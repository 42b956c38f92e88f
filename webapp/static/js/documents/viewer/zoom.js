// How large the pages are: as wide as there is room, or by their own size. What is read stays in place.

import { sharpenWhenSeen } from "../larger_image.js";

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
const PIXELS = 96 / 72; // to a point

export function startZoom(viewer, desk, current) {
  const scale = viewer.querySelector("[data-scale]");
  const fitButton = viewer.querySelector("[data-act=fit]");
  const seen = sharpenWhenSeen((folio) => {
    const image = folio.querySelector("img.folio__image");
    return image && image.clientWidth * devicePixelRatio > image.getAttribute("width") * 1.1 && image;
  });
  show();
  addEventListener("resize", show);
  desk.addEventListener("htmx:after:swap", () => desk.classList.contains("is-zoomed") && measure());

  function now() {
    const page = current() ?? desk.querySelector(".folio");
    return page.clientWidth / (page.dataset.points * PIXELS);
  }

  function to(size) {
    keepPlace(() => {
      desk.style.setProperty("--zoom", size);
      desk.classList.add("is-zoomed");
      measure();
    });
  }

  function measure() {
    for (const folio of desk.querySelectorAll(".folio")) {
      folio.style.setProperty("--points", folio.dataset.points);
    }
  }

  function fit() {
    keepPlace(() => desk.classList.remove("is-zoomed"));
  }

  function step(by) {
    const is = now();
    const next = by > 0 ? STEPS.find((s) => s > is * 1.02) : STEPS.findLast((s) => s < is * 0.98);
    if (next) to(next);
  }

  function keepPlace(change) {
    const page = current() ?? desk.querySelector(".folio");
    const before = page.getBoundingClientRect();
    const share = (innerHeight / 3 - before.top) / before.height;
    change();
    const after = page.getBoundingClientRect();
    scrollBy({ top: after.top + share * after.height - innerHeight / 3, behavior: "instant" });
    desk.scrollLeft = (desk.scrollWidth - desk.clientWidth) / 2;
    show();
    seen.disconnect();
    for (const folio of desk.querySelectorAll(".folio")) seen.observe(folio);
  }

  function show() {
    if (!desk.querySelector(".folio")) return;
    scale.textContent = `${Math.round(now() * 100)}%`;
    fitButton.setAttribute("aria-pressed", !desk.classList.contains("is-zoomed"));
  }

  return { to, fit, step };
}
