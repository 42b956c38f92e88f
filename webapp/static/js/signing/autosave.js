// Each field is kept as soon as it changes. What could not be kept says so and is tried again.

const WAITS = [2000, 4000, 8000, 15000, 30000];
const unsaved = new Map();

export function start(form) {
  const of = (event) => event.target.closest?.("[data-field]");
  form.addEventListener("htmx:config:request", sendOnly);
  form.addEventListener("htmx:before:request", (event) => of(event) && unsaved.set(event.target.id, 0));
  form.addEventListener("htmx:after:request", (event) => {
    if (!of(event)) return;
    if (isKept(event.detail.ctx.response.status)) unsaved.delete(event.target.id);
    else fail(form, event.target);
  });
  form.addEventListener("htmx:error", (event) => {
    if (!of(event) || !event.detail.ctx || event.detail.ctx.response) return;
    // The page-wide message about the network is not needed: the field itself says it.
    event.stopPropagation();
    fail(form, event.target);
  });
  addEventListener("online", () => [...unsaved.keys()].forEach(tryAgain));
  addEventListener("beforeunload", (event) => {
    if ([...unsaved.values()].some((tries) => tries > 0) && !form.dataset.leaving) event.preventDefault();
  });
  form.addEventListener("submit", (event) => finish(form, event));
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
  return status >= 200 && status < 500 && status !== 429;
}

function fail(form, control) {
  const tries = (unsaved.get(control.id) ?? 0) + 1;
  unsaved.set(control.id, tries);
  const state = control.closest("[data-field]").querySelector(".field__state");
  state.textContent = form.dataset.failed;
  state.dataset.problem = "";
  setTimeout(() => tryAgain(control.id), WAITS[Math.min(tries, WAITS.length) - 1]);
}

function tryAgain(id) {
  const control = document.getElementById(id);
  const tries = unsaved.get(id);
  if (!control || !tries) return;
  htmx.trigger(control, control.matches("button") ? "click" : "change");
  if (unsaved.has(id)) unsaved.set(id, tries);
}

// One submit is enough, and the form carries all values: nothing has to be saved before.
function finish(form, event) {
  if (form.dataset.leaving) return event.preventDefault();
  form.dataset.leaving = "yes";
  addEventListener("pageshow", () => delete form.dataset.leaving, { once: true });
}
