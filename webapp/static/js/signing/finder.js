// Finds a word or a page of the documents while they are filled in.

import { zoom } from "./zoom.js";

export function start(finder) {
  const desk = document.querySelector("main");
  const number = finder.querySelector("[data-number]");
  const pages = [...desk.querySelectorAll(".folio")];
  let search = null;

  finder.addEventListener("toggle", async ({ newState }) => {
    if (newState !== "open") return;
    for (const menu of document.querySelectorAll("details[open]")) menu.open = false;
    say();
    if (search) return search.focus();
    const { startSearch } = await import("../documents/viewer/search.js");
    search = startSearch(finder, desk, () => pages, goTo);
    // What was typed while it was loaded.
    const words = finder.querySelector("[name=words]");
    if (words.value) words.dispatchEvent(new Event("input"));
  });
  finder.addEventListener("click", (event) => {
    if (event.target.closest("[data-act=previous]")) search?.step(-1);
  });
  finder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    finder.hidePopover();
    document.querySelector(".ceremony__menu").focus();
  });
  number.addEventListener("focus", () => number.select());
  number.addEventListener("change", () => goTo(pages[parseInt(number.value, 10) - 1]));
  addEventListener("scroll", () => finder.matches(":popover-open") && say(), { passive: true });

  function goTo(page) {
    if (!page) return say();
    zoom(desk, false);
    page.scrollIntoView({ block: "start", behavior: "instant" });
    return say();
  }

  // The last page that begins above the middle of the window.
  function say() {
    if (document.activeElement === number) return;
    const at = pages.findLastIndex((page) => page.getBoundingClientRect().top < innerHeight / 2);
    number.value = Math.max(at, 0) + 1;
  }
}
