// Rows of recipients: dragged into another order by their grip, and marked where they are wrong.

export function start(form) {
  form.classList.add("is-draggable");
  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (grip && event.button === 0) drag(form, grip.closest("[data-row]"), event);
  });
  document.addEventListener("htmx:after:settle", () => mark(form));
  document.addEventListener("htmx:after:settle", (event) => {
    if (event.target.id === "recipient_rows") focusNew(form);
  });
  form.addEventListener("click", (event) => {
    form.dataset.pressed = event.target.closest("button")?.value ?? "";
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#row-"]');
    if (link) focusWrong(link);
  });
}

function drag(form, row, event) {
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
    if ([...rows.children].some((other, place) => other !== before[place])) {
      submit(form, "order");
    }
  };
  rows.addEventListener("pointermove", move);
  rows.addEventListener("lostpointercapture", drop, { once: true });
}

// The rows go in the order in which they stand, as if a button had been pressed.
function submit(form, action) {
  const button = document.createElement("button");
  Object.assign(button, { name: "action", value: action, hidden: true });
  button.setAttribute("formaction", form.querySelector("[data-keep]").formAction);
  button.dataset.keep = "";
  form.append(button);
  button.click();
  button.remove();
}

// Assistive technology hears which inputs the errors below them are about.
function mark(form) {
  for (const control of form.querySelectorAll(".control")) {
    const wrong = Boolean(control.querySelector(".control__error"));
    control.querySelector(".input")?.setAttribute("aria-invalid", String(wrong));
  }
}

// After “Add a person” one goes on typing there; after a move the same button stays in reach.
function focusNew(form) {
  const pressed = form.dataset.pressed;
  form.dataset.pressed = "";
  if (pressed === "add") form.querySelector("[data-row]:last-child .input")?.focus();
  if (!/^(up|down)-/.test(pressed)) return;
  const same = form.querySelector(`button[value="${pressed}"]`);
  const other = form.querySelector(`button[value="${pressed.replace(/^up|^down/, (verb) => (verb === "up" ? "down" : "up"))}"]`);
  (same?.disabled ? other : same)?.focus();
}

// A sentence about a row leads to what is wrong or empty in it.
function focusWrong(link) {
  const row = document.getElementById(link.hash.slice(1));
  const inputs = [...(row?.querySelectorAll("input.input") ?? [])];
  const wrong = inputs.find((input) => input.getAttribute("aria-invalid") === "true" || !input.value.trim());
  setTimeout(() => (wrong ?? inputs[0])?.focus());
}
