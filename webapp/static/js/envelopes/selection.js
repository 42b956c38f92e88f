// The bar below the list: how many rows are selected, and only what can be done with all of them.
// What was selected stays so when the rows are drawn anew.

const selected = new Set();
const bar = document.getElementById("bulk");
const count = bar.querySelector("[data-selected]");
const everything = bar.querySelector('input[name="everything"]');
const rows = () => document.getElementById("envelope_rows");
const boxes = (list = rows()) => [...list.querySelectorAll('input[name="envelope"]')];

let last = null;

export function start(list) {
  if ("acted" in list.dataset) selected.clear();
  for (const box of boxes(list)) {
    // Selected before this script was there, or by the browser on the way back.
    if (box.checked) note(box);
    box.checked = selected.has(box.value);
    box.addEventListener("change", () => note(box));
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) selectBetween(last, box);
      last = box;
    });
  }
  show();
}

function note(box) {
  if (box.checked) selected.add(box.value);
  else selected.delete(box.value);
  show();
}

function selectAll(checked, some = boxes()) {
  for (const box of some) {
    box.checked = checked;
    note(box);
  }
}

function selectBetween(one, other) {
  const all = boxes();
  const ends = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  if (ends[0] >= 0) selectAll(other.checked, all.slice(ends[0], ends[1] + 1));
}

function show() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked);
  const whole = chosen.length === all.length && "more" in rows().dataset;
  if (!whole) everything.checked = false;
  everything.closest("label").hidden = !whole;
  bar.querySelector("[data-select-all]").hidden = chosen.length === all.length;
  count.textContent = count.dataset.selected.replace("#", chosen.length);
  const acts = chosen.map((box) => box.closest("[data-acts]").dataset.acts.split(" "));
  for (const button of bar.querySelectorAll('button[name="kind"]')) {
    button.hidden = !acts.every((fitting) => fitting.includes(button.value));
  }
}

bar.querySelector("[data-select-all]").addEventListener("click", () => selectAll(true));
bar.querySelector("[data-select-none]").addEventListener("click", () => selectAll(false));
