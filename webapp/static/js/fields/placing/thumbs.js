// The page in the middle of the window is marked among the thumbnails, which scroll along.

export function markCurrentPage(desk, thumbs) {
  const links = new Map(desk.leaves.map((leaf) => [leaf.element, thumbs.querySelector(`[href="#${leaf.element.id}"]`)]));
  const mark = (current) => {
    for (const link of links.values()) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    bringIntoView(current, thumbs);
  };
  // A thin line across the middle: a page that crosses it is the one that is being looked at.
  const watch = new IntersectionObserver((changes) => {
    const entered = changes.filter((change) => change.isIntersecting).at(-1);
    if (entered) mark(links.get(entered.target));
  }, { rootMargin: "-45% 0px -54% 0px" });
  for (const leaf of links.keys()) watch.observe(leaf);
  if (desk.leaves.length) mark(links.get(desk.leaves[0].element));
}

// Only the column scrolls, never the window.
function bringIntoView(link, thumbs) {
  const [box, room] = [link.getBoundingClientRect(), thumbs.getBoundingClientRect()];
  if (box.top < room.top) thumbs.scrollTop += box.top - room.top - 16;
  else if (box.bottom > room.bottom) thumbs.scrollTop += box.bottom - room.bottom + 16;
}
