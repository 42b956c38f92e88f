// The text of all pages, a few at a time, as soon as the first page is there: for the browser's own
// search, and for screen readers, which would else come to a page before its text does.

import { apply } from "../fragments.js";

const AT_ONCE = 25;

export async function start(pages) {
  if (document.readyState !== "complete") {
    await new Promise((done) => addEventListener("load", done, { once: true }));
  }
  for (const page of pages.querySelectorAll("[data-texts]")) {
    for (let first = 1; first <= Number(page.dataset.pages); first += AT_ONCE) {
      const place = page.dataset.texts.replace(/[0-9]+$/, first);
      const answer = await fetch(place, { priority: "low", headers: { "HX-Request": "true" } }).catch(() => null);
      if (!answer?.ok) return;
      await apply(await answer.text());
    }
  }
}
