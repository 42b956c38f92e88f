// Each field is kept as soon as it changes. What could not be kept says so and is tried again.

const WAITS = [2000, 4000, 8000, 15000, 30000];
const unsaved = new Map();

export function start(form) {
  const of = (event) => event.target.closest?.("[data-field]");
  form.addEventListener("htmx:beforeRequest", (event) => of(event) && unsaved.set(event.target.id, 0));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!of(event)) return;
    const status = event.detail.xhr.status;
    if (status === 0 || status >= 500 || status === 429) return fail(form, event.target);
    unsaved.delete(event.target.id);
  });
  // The page-wide message about the network is not needed: the field itself says it.
  form.addEventListener("htmx:sendError", (event) => of(event) && event.stopPropagation());
  addEventListener("online", () => [...unsaved.keys()].forEach(tryAgain));
  addEventListener("beforeunload", (event) => {
    if ([...unsaved.values()].some((tries) => tries > 0) && !form.dataset.leaving) event.preventDefault();
  });
  form.addEventListener("submit", (event) => finish(form, event));
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
