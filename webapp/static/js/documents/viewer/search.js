// Words in the text of all pages: the server says on which they stand, here they are marked.

const PAUSE = 250;
const SVG = "http://www.w3.org/2000/svg";

export function startSearch(viewer, desk, pages, goTo) {
  const form = viewer.querySelector("form[role=search]");
  const input = form.querySelector("input");
  const found = viewer.querySelector("[data-found]");
  const buttons = viewer.querySelectorAll("[data-act=previous], [data-act=next]");
  let words = "";
  let at = -1;
  let timer = 0;

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (plain(input.value) === words) step(1);
    else ask();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey && plain(input.value) === words) {
      event.preventDefault();
      step(-1);
    }
    if (event.key === "Escape") {
      input.value = "";
      ask();
      desk.focus({ preventScroll: true });
    }
  });
  found.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    show(links().indexOf(link));
  });
  // The text of a page comes when the page does.
  desk.addEventListener("htmx:after:swap", () => requestAnimationFrame(markAll));

  const links = () => [...found.querySelectorAll("a")];
  const pageOf = (link) => link && document.getElementById(link.hash.slice(1));

  async function ask() {
    words = plain(input.value);
    at = -1;
    const asked = words;
    let html = "";
    if (words) {
      const answer = await fetch(`${form.action}?${new URLSearchParams({ words })}`, {
        headers: { "HX-Request": "true" },
      }).catch(() => null);
      if (asked !== words) return;
      html = answer?.ok ? await answer.text() : "";
    }
    await htmx.swap({ sourceElement: found, target: found, text: html, swap: "innerHTML" });
    for (const button of buttons) button.hidden = !links().length;
    for (const leaf of viewer.querySelectorAll(".viewer__leaf")) {
      leaf.classList.toggle("is-found", links().some((link) => link.hash === leaf.hash));
    }
    markAll();
    if (links().length) show(0);
  }

  function step(by) {
    const all = links().length;
    if (all) show((at + by + all) % all);
  }

  function show(index) {
    at = index;
    links().forEach((link, i) => link.setAttribute("aria-current", i === index));
    links()[index].scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const page = pageOf(links()[index]);
    goTo(page);
    page?.querySelector(".found")?.scrollIntoView({ block: "center" });
  }

  function markAll() {
    for (const mark of desk.querySelectorAll(".found")) mark.remove();
    for (const page of new Set(links().map(pageOf))) {
      for (const line of page?.querySelectorAll(".folio__text text") ?? []) mark(line);
    }
  }

  function mark(line) {
    const text = Array.from(line.textContent, lower).join("");
    for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) {
      const ends = [line.getStartPositionOfChar(from).x, line.getEndPositionOfChar(from + words.length - 1).x];
      const { y, height } = line.getBBox();
      const box = document.createElementNS(SVG, "rect");
      box.setAttribute("class", "found");
      box.setAttribute("x", Math.min(...ends));
      box.setAttribute("y", y);
      box.setAttribute("width", Math.abs(ends[1] - ends[0]));
      box.setAttribute("height", height);
      line.before(box);
    }
  }

  function focus() {
    input.focus();
    input.select();
  }

  return { step, focus };
}

// As long as before: “İ” would become two, and all that follows would be marked one too far.
function lower(letter) {
  const small = letter.toLowerCase();
  return small.length === letter.length ? small : letter;
}

function plain(text) {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}
