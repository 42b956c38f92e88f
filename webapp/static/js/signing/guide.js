// Leads from field to field: the one button goes to the next place and opens it, then signs.

import { meant } from "./steady_button.js";
import { zoom } from "./zoom.js";

const narrow = matchMedia("(max-width: 40rem)");
const coarse = matchMedia("(pointer: coarse)");
let here = "";
// Next was pressed while what had been typed was on its way: the answer says what is next.
let following = false;

export function start(form) {
  const desk = form.closest("main");
  document.addEventListener("click", (event) => {
    following = false;
    if (event.detail && event.target.closest("[data-finish][aria-disabled]")) return event.preventDefault();
    const target = meant(event.target);
    const finish = target !== event.target && target.closest("[data-finish]");
    const next = target.closest("[data-next]");
    const review = target.closest("[data-review]");
    const opener = target.closest("[data-opens]");
    if (finish) finish.click();
    else if (next) lead(event, next, desk);
    else if (review) toReview(event, desk);
    else if (opener) open(event, opener);
  }, true);
  form.addEventListener("keydown", (event) => goOn(event, form, desk));
  form.addEventListener("focusin", ({ target }) => {
    if (narrow.matches && target.matches(".field__text")) approach(target.closest("[data-field]"), desk);
  });
  watchReview();
  document.addEventListener("adopted", (event) => document.getElementById(`value-${event.detail}`)?.focus());
  const anchor = location.hash.startsWith("#field-") && document.querySelector(location.hash);
  if (anchor) go(anchor, desk);
  if (location.hash === "#next_step") begin();
}

// Led here to sign at once: the first place opens as soon as all of the page answers.
function begin() {
  if (!("started" in document.documentElement.dataset)) return requestAnimationFrame(begin);
  history.replaceState(null, "", location.pathname + location.search);
  return document.querySelector("[data-next]")?.click();
}

function lead(event, link, desk) {
  event.preventDefault();
  const field = document.getElementById(`field-${link.dataset.next}`);
  following = Boolean(field.querySelector(".htmx-request"));
  if (following) return;
  const again = here === link.dataset.next && isSeen(field);
  if (link.dataset.then) link.querySelector("[data-words]").textContent = link.dataset.then;
  go(field, desk);
  const control = field.querySelector("button, input[type=checkbox]");
  // What is still to be adopted opens at once. Else, arrived already: a second press does what the
  // button says.
  if (control?.matches("[popovertarget]")) field.querySelector("[popover]").showPopover();
  else if (control?.matches("[data-opens]") || (again && link.dataset.then)) control?.click();
}

// Enter goes to the next field: it never signs.
function goOn(event, form, desk) {
  if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches("[data-field] :is(input, select)")) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll("[data-field][data-asked]")];
  const next = fields[fields.indexOf(event.target.closest("[data-field]")) + 1];
  if (next) go(next, desk);
  else toReview(event, desk);
}

function go(field, desk) {
  here = field.dataset.field;
  approach(field, desk);
  const control = field.querySelector("[popovertarget], input:checked") ?? field.querySelector("input, select, textarea, button, a");
  control?.focus({ preventScroll: true });
  field.dataset.here = "";
  setTimeout(() => delete field.dataset.here, 1500);
}

// On a phone as large as it can be read, and above where the keyboard comes.
function approach(field, desk) {
  if (narrow.matches) zoom(desk, true);
  const block = narrow.matches ? "start" : "center";
  field.scrollIntoView({ block, inline: "center", behavior: calm() });
}

function toReview(event, desk) {
  event.preventDefault();
  here = "";
  zoom(desk, false);
  const place = document.getElementById("review_place");
  place.scrollIntoView({ block: "start", behavior: calm() });
  place.focus({ preventScroll: true });
}

// While the review is in sight it is kept up to date, and nothing leads there.
function watchReview() {
  const place = document.getElementById("review_place");
  const finish = () => document.querySelector("[data-finish]");
  let [seen, finishing] = [false, Boolean(finish())];
  const say = () => {
    const review = document.querySelector("[data-review]");
    if (review) review.hidden = seen;
  };
  new IntersectionObserver((entries) => {
    seen = entries.at(-1).isIntersecting;
    if (seen) htmx.trigger("#review", "review");
    say();
  }, { rootMargin: "0px 0px -35% 0px" }).observe(place);
  document.addEventListener("htmx:after:settle", (event) => {
    if (event.target.id !== "next") return;
    if (finish() && !finishing) ripen(finish());
    finishing = Boolean(finish());
    if (seen) htmx.trigger("#review", "review");
    say();
    if (following) document.querySelector("#next :is([data-next], [data-review])").click();
  });
}

// Two quick taps on Next do not finish what no one has looked at. Keys are pressed on purpose.
function ripen(button) {
  button.setAttribute("aria-disabled", "true");
  setTimeout(() => button.removeAttribute("aria-disabled"), 500);
}

function open(event, opener) {
  event.preventDefault();
  event.stopPropagation();
  const dialog = document.getElementById(opener.dataset.opens);
  const place = opener.closest("[data-field]").dataset.field;
  dialog.querySelector("[data-place]").value = place;
  // With a finger one draws. Whoever has chosen another way keeps it.
  const drawn = dialog.querySelector("[value=drawn]:not(:disabled)");
  if (coarse.matches && drawn && !("opened" in dialog.dataset)) drawn.checked = true;
  dialog.dataset.opened = "";
  dialog.showModal();
  const way = dialog.querySelector("[name=method]:checked");
  (way.checkVisibility() ? way : dialog.querySelector("[type=file]")).focus();
  dialog.dispatchEvent(new CustomEvent("opened", { detail: place }));
}

function isSeen(element) {
  const box = element.getBoundingClientRect();
  return box.top > 60 && box.bottom < innerHeight - 60;
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}
