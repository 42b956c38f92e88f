// A message below the bar: can be closed, and leaves by itself when it says that all is well.

const STAYS = 9000;
const STAYS_WITH_ACTION = 20000; // long enough to think again

export function start(element) {
  keepBelowTheBar(element.closest(".notice-place"));
  const leave = () => element.remove();
  element.querySelector("[data-close]").addEventListener("click", leave);
  if (element.classList.contains("notice--problem")) return;
  const stays = element.querySelector("form") ? STAYS_WITH_ACTION : STAYS;
  let timer = setTimeout(leave, stays);
  const wait = () => clearTimeout(timer);
  const goOn = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, stays);
  };
  element.addEventListener("pointerenter", wait);
  element.addEventListener("focusin", wait);
  element.addEventListener("pointerleave", goOn);
  element.addEventListener("focusout", goOn);
}

// Says something that no answer of the server said.
export function show(text) {
  const template = document.getElementById("notice_template");
  const place = document.getElementById("alert");
  if (!template || !text) return;
  const notice = template.content.firstElementChild.cloneNode(true);
  notice.querySelector("p").textContent = text;
  place.replaceChildren(notice);
  start(notice);
}

// A bar that stays on top while one scrolls is as high as its words need.
function keepBelowTheBar(place) {
  const bar = document.querySelector("body > header");
  if (!place || !bar || getComputedStyle(bar).position !== "sticky") return;
  place.style.insetBlockStart = `${bar.offsetHeight}px`;
}
