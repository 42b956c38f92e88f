// Rows of recipients: dragged into another order by their grip, marked where they are wrong, and
// the focus where one types next.

import { sortable, submit } from "../sortable.js";

export function start(form) {
  const [keep] = form.querySelectorAll("[data-keep]");
  sortable(form, "[data-row]", () => submit(form, keep.formAction));
  document.addEventListener("htmx:after:settle", (event) => {
    mark(form);
    if (event.target.id === "recipient_rows") focusNext(form);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    form.dataset.pressed = button?.value ?? "";
    form.dataset.place = [...form.querySelectorAll("[data-row]")].indexOf(button?.closest("[data-row]"));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('#missing a[href^="#"]');
    if (link) setTimeout(() => focusLacking(link.hash.slice(1)));
  });
  if ("refused" in form.dataset) focusFirst(form);
}

// Assistive technology hears which inputs the errors below them are about.
function mark(form) {
  for (const control of form.querySelectorAll(".control")) {
    const wrong = Boolean(control.querySelector(".control__error"));
    control.querySelector(".input")?.setAttribute("aria-invalid", String(wrong));
  }
}

// After “Add recipient” one types the new name, after a removal one stands at the neighbour, and
// after a move the same button stays in reach.
function focusNext(form) {
  // As long as the answer is put into the page nothing in it takes the focus.
  if (form.inert) return setTimeout(() => focusNext(form), 20);
  const { pressed = "", place } = form.dataset;
  form.dataset.pressed = "";
  const rows = form.querySelectorAll("[data-row]");
  if (pressed === "add") nameIn(rows[rows.length - 1])?.focus();
  if (pressed.startsWith("remove-")) nameIn(rows[Math.min(place, rows.length - 1)])?.focus();
  if (!/^(up|down)-/.test(pressed)) return;
  const same = form.querySelector(`button[value="${pressed}"]`);
  const other = form.querySelector(`button[value="${pressed.replace(/^up|^down/, (verb) => (verb === "up" ? "down" : "up"))}"]`);
  (same?.disabled ? other : same)?.focus();
}

function nameIn(row) {
  return row?.querySelector(".input");
}

// What is missing leads to the control that lacks it: in a row to what is wrong or empty.
function focusLacking(id) {
  const place = document.getElementById(id);
  const inputs = [...(place?.matches("[data-row]") ? place.querySelectorAll("input.input") : [])];
  const wrong = inputs.find((input) => input.getAttribute("aria-invalid") === "true" || !input.value.trim());
  (wrong ?? inputs[0] ?? place)?.focus();
}

// What was sent and came back: at the first thing that is to be corrected.
function focusFirst(form) {
  const wrong = form.querySelector('[aria-invalid="true"]');
  if (wrong) return wrong.focus();
  const link = document.querySelector('#missing a[href^="#"]');
  if (link) focusLacking(link.hash.slice(1));
}
