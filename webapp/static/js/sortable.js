// Rows are dragged into another order by their grip; `done` is called when the order is another.

export function sortable(root, selector, done) {
  root.classList.add("is-draggable");
  root.addEventListener("pointerdown", (event) => {
    const row = event.button === 0 && event.target.closest("[data-grip]")?.closest(selector);
    if (row) drag(row, event, done);
  });
}

function drag(row, event, done) {
  const rows = row.parentElement;
  const before = [...rows.children];
  event.preventDefault();
  // Not the row: it would lose the pointer each time it changes its place.
  rows.setPointerCapture(event.pointerId);
  row.classList.add("is-dragged");
  const move = (moved) => {
    const others = [...rows.children].filter((other) => other !== row);
    const next = others.find((other) => {
      const box = other.getBoundingClientRect();
      return moved.clientY < box.top + box.height / 2;
    });
    if (next ? next !== row.nextElementSibling : row !== rows.lastElementChild) rows.insertBefore(row, next ?? null);
  };
  const drop = () => {
    row.classList.remove("is-dragged");
    rows.removeEventListener("pointermove", move);
    if ([...rows.children].some((other, place) => other !== before[place])) done();
  };
  rows.addEventListener("pointermove", move);
  rows.addEventListener("lostpointercapture", drop, { once: true });
}

// The rows go in the order in which they stand, as if a button with this address had been pressed.
export function submit(form, address) {
  const button = Object.assign(document.createElement("button"), { name: "action", value: "order", hidden: true });
  button.setAttribute("formaction", address);
  button.dataset.keep = "";
  form.append(button);
  button.click();
  button.remove();
}
