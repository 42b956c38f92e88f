// Small pictures of the pages at the side. They are made when the rail is first shown, and each is
// loaded when it comes into sight.

const SMALL = "310";
const ROOM = 700; // pixels: in less the rail stays away until it is asked for

export function startRail(viewer, pages) {
  const rail = viewer.querySelector("[data-rail]");
  const button = viewer.querySelector("[data-act=rail]");
  let marked = 0;
  if (pages().length > 1 && viewer.clientWidth >= ROOM) toggle();

  function toggle() {
    rail.hidden = !rail.hidden;
    button.setAttribute("aria-expanded", !rail.hidden);
    if (rail.hidden) return;
    if (!rail.firstChild) rail.append(...pages().map(leaf));
    mark(marked);
  }

  function leaf(page, index) {
    const link = document.createElement("a");
    link.className = "viewer__leaf numbers";
    link.href = `#${page.id}`;
    link.setAttribute("aria-label", `${viewer.dataset.pageWord} ${index + 1}`);
    const number = document.createElement("span");
    number.textContent = index + 1;
    link.append(picture(page), number);
    return link;
  }

  // As large as its page, also before it is there.
  function picture(page) {
    const drawn = page.querySelector("img.folio__image");
    const [width, height] = ["width", "height"].map((side) =>
      page.querySelector(".folio__image")?.getAttribute(side) ?? 1);
    if (!drawn) {
      const empty = document.createElement("i");
      empty.style.aspectRatio = `${width} / ${height}`;
      return empty;
    }
    const image = new Image(width, height);
    const address = new URL(drawn.src);
    address.searchParams.set("width", SMALL);
    image.loading = "lazy";
    image.decoding = "async";
    image.alt = "";
    image.src = address;
    return image;
  }

  function refresh() {
    const all = pages();
    [...rail.children].forEach((link, index) => {
      const empty = link.querySelector("i");
      if (empty && all[index]?.querySelector("img.folio__image")) empty.replaceWith(picture(all[index]));
    });
  }

  function mark(index) {
    rail.children[marked]?.removeAttribute("aria-current");
    marked = index;
    const link = rail.children[index];
    if (!link || rail.hidden) return;
    link.setAttribute("aria-current", "true");
    const above = link.offsetTop - rail.scrollTop;
    if (above < 0 || above + link.offsetHeight > rail.clientHeight) {
      rail.scrollTop = link.offsetTop - (rail.clientHeight - link.offsetHeight) / 2;
    }
    // On a phone the rail lies across.
    const before = link.offsetLeft - rail.scrollLeft;
    if (before < 0 || before + link.offsetWidth > rail.clientWidth) {
      rail.scrollLeft = link.offsetLeft - (rail.clientWidth - link.offsetWidth) / 2;
    }
  }

  return { toggle, refresh, mark };
}
