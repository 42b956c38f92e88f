// A message on top of the page: can be closed, and leaves by itself when nobody rests on it.

const STAYS = 9000;

export function start(element) {
  const leave = () => element.remove();
  element.querySelector("[data-close]").addEventListener("click", leave);
  if (element.classList.contains("notice--problem")) return;
  let timer = setTimeout(leave, STAYS);
  const wait = () => clearTimeout(timer);
  const goOn = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, STAYS);
  };
  element.addEventListener("pointerenter", wait);
  element.addEventListener("focusin", wait);
  element.addEventListener("pointerleave", goOn);
  element.addEventListener("focusout", goOn);
}

// Says something that no answer of the server said.
export function show(text) {
  const template = document.getElementById("notice_template");
  const place = document.getElementById("notice");
  if (!template || !text) return;
  const notice = template.content.firstElementChild.cloneNode(true);
  notice.querySelector("p").textContent = text;
  place.replaceChildren(notice);
  start(notice);
}
