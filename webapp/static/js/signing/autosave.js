// Each field is kept as soon as it changes. What could not be kept says so and is tried again; without
// a network nothing is sent, and nothing is lost.

import { isSame } from "./other_devices.js";

const WAITS = [2000, 4000, 8000, 15000, 30000];
const STAYS = 6000;
const unsaved = new Map();

export function start(form) {
  const of = (event) => event.target.closest?.("[data-field]");
  form.addEventListener("htmx:config:request", sendOnly);
  form.addEventListener("htmx:before:request", (event) => of(event) && unsaved.set(event.target.id, 0));
  form.addEventListener("htmx:after:request", (event) => {
    if (!of(event)) return;
    const { status } = event.detail.ctx.response;
    if (isKept(status)) keep(form, event.target);
    else if (isOver(status)) giveUp(form, event.target);
    else fail(form, event.target);
  });
  form.addEventListener("htmx:error", (event) => {
    if (!of(event) || !event.detail.ctx || event.detail.ctx.response) return;
    // The page-wide message about the network is not needed: the field itself says it.
    event.stopPropagation();
    fail(form, event.target);
  });
  addEventListener("offline", () => say(form.dataset.offline));
  addEventListener("online", () => {
    say(unsaved.size ? "" : form.dataset.online);
    [...unsaved.keys()].forEach(tryAgain);
  });
  if (!navigator.onLine) say(form.dataset.offline);
  addEventListener("beforeunload", (event) => {
    if (hasFailed() && !form.dataset.leaving) event.preventDefault();
  });
  form.addEventListener("submit", (event) => finish(form, event));
  // Back from the page after it: what was shown before may be over.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

// Of the form around it a control sends what it names in `data-sends`, and nothing else; with a star
// at its end a name stands for all that begin with it.
function sendOnly(event) {
  const names = event.target.dataset.sends?.split(" ");
  const { body } = event.detail.ctx.request;
  for (const name of names ? [...body.keys()] : []) {
    if (!names.some((sent) => (sent.endsWith("*") ? name.startsWith(sent.slice(0, -1)) : name === sent))) body.delete(name);
  }
}

// An answer that refuses is an answer too: asking again would not change it.
function isKept(status) {
  return status >= 200 && status < 500 && status !== 429 && !isOver(status);
}

// The session has ended, or someone else uses this browser.
export function isOver(status) {
  return status === 403 || status === 404;
}

function keep(form, control) {
  const had = hasFailed();
  unsaved.delete(control.id);
  if (had && !hasFailed()) say(form.dataset.online);
}

function giveUp(form, control) {
  unsaved.set(control.id, 1);
  mark(form, control);
  say(form.dataset.over);
}

function fail(form, control) {
  const tries = (unsaved.get(control.id) ?? 0) + 1;
  unsaved.set(control.id, tries);
  mark(form, control);
  if (!navigator.onLine) say(form.dataset.offline);
  setTimeout(() => tryAgain(control.id), WAITS[Math.min(tries, WAITS.length) - 1]);
}

function mark(form, control) {
  const state = control.closest("[data-field]").querySelector(".field__state");
  state.textContent = form.dataset.failed;
  state.dataset.problem = "";
}

function tryAgain(id) {
  const control = document.getElementById(id);
  const tries = unsaved.get(id);
  if (!control || !tries || !navigator.onLine) return;
  htmx.trigger(control, control.matches("button") ? "click" : "change");
  if (unsaved.has(id)) unsaved.set(id, tries);
}

function hasFailed() {
  return [...unsaved.values()].some((tries) => tries > 0);
}

// One submit is enough, and the form carries all values: nothing has to be saved before. Whether
// the network is there, and the page up to date, is asked first: a browser that cannot send a form
// shows its own page of errors in place of this one.
async function finish(form, event) {
  if (form.dataset.leaving) return event.preventDefault();
  if (form.dataset.kept && !form.dataset.asked) {
    event.preventDefault();
    form.dataset.leaving = "yes";
    const found = await isSame(form).catch(() => null);
    delete form.dataset.leaving;
    if (found === false) say(form.dataset.elsewhere);
    else if (found === null) say(form.dataset.unsent);
    if (!found) return;
    form.dataset.asked = "yes";
    form.requestSubmit(event.submitter);
    return;
  }
  delete form.dataset.asked;
  form.dataset.leaving = "yes";
}

let saying = 0;
export function say(text) {
  const place = document.getElementById("connection");
  clearTimeout(saying);
  place.textContent = text;
  if (text === document.getElementById("signing_form").dataset.online) saying = setTimeout(() => say(""), STAYS);
}
