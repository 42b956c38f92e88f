// Keeps what was ticked when the rows are drawn anew, and ticks a whole page at once.

const ticked = new Set();

const boxes = (list) => list.querySelectorAll('input[name="envelope"]');

export function start(list) {
  for (const box of boxes(list)) {
    // Ticked before this script was there, or by the browser on the way back.
    if (box.checked) note(box);
    box.checked = ticked.has(box.value);
    box.addEventListener("change", () => note(box));
  }
}

function note(box) {
  if (box.checked) ticked.add(box.value);
  else ticked.delete(box.value);
}

document.querySelector("[data-tick-all]")?.addEventListener("click", () => {
  const all = [...boxes(document)];
  const checked = all.some((box) => !box.checked);
  for (const box of all) {
    box.checked = checked;
    note(box);
  }
});
