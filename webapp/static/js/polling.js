// Elements that ask every few seconds (hx-trigger="every …") ask less often while the server is
// away, and not at all while no one sees the page. htmx's clock goes on; here it is not heard.

const POLLED = '[hx-trigger^="every"]';
const FIRST = 3_000;
const LONGEST = 60_000;
const TELLS_AFTER = 2; // one answer may be lost without a word

const ended = new WeakSet();
const note = document.createElement("div");
note.className = "stale small";
note.setAttribute("role", "status");
document.body.append(note);

let missed = 0;
let next = 0;

const asks = (event) => event.detail.ctx?.sourceEvent?.type === "every";

function miss() {
  missed += 1;
  next = performance.now() + Math.min(LONGEST, FIRST * 2 ** missed);
  if (missed === TELLS_AFTER) note.textContent = document.body.dataset.stale ?? "";
}

function arrive() {
  missed = next = 0;
  note.textContent = "";
}

function askNow() {
  if (document.hidden) return;
  next = 0;
  for (const element of document.querySelectorAll(POLLED)) element.dispatchEvent(new Event("every"));
}

// Before htmx hears of it.
document.addEventListener("every", (event) => {
  const late = document.hidden || performance.now() < next;
  if (late || ended.has(event.target)) event.stopImmediatePropagation();
}, true);

document.addEventListener("htmx:before:response", (event) => {
  if (!asks(event)) return;
  const { response, sourceElement } = event.detail.ctx;
  if (response.status >= 500 || response.status === 429) {
    // Its answer would be a notice, each time anew.
    event.preventDefault();
    miss();
  } else {
    arrive();
    // What is gone is said once.
    if (response.status >= 400) ended.add(sourceElement);
  }
});

document.addEventListener("htmx:error", (event) => {
  if (asks(event) && !event.detail.ctx.response) miss();
});

document.addEventListener("visibilitychange", askNow);
window.addEventListener("online", askNow);
