// A menu that is wider than the window shows the page one is on.

export function start(menu) {
  const current = menu.querySelector("[aria-current]");
  if (!current) return;
  const line = current.parentElement;
  line.scrollLeft = current.offsetLeft - line.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;
}
