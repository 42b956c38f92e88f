// The same page may be open on another device. Before finishing, and when someone comes back to this
// one, what was filled in there is fetched: no one signs what they do not see.

import { apply } from "../fragments.js";
import { isOver, say } from "./autosave.js";

const PATIENCE = 10_000;
const AWAY = 3000;
// A telephone number is shown in another way than it is kept.
const COMPARED = "[data-field] :is(input, textarea, select)[hx-post]:not([inputmode=tel], [type=radio])";

export function start(form) {
  let left = 0;
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) left = Date.now();
    else if (left && Date.now() - left > AWAY && (await isSame(form).catch(() => null)) === false) say(form.dataset.elsewhere);
  });
}

// Whether what this page shows is what is kept. If not, the page is brought up to date; null when that
// is not known. Fails when the network does.
export async function isSame(form) {
  const answer = await ask(form.dataset.kept);
  if (isOver(answer.status)) return say(form.dataset.over);
  if (answer.status >= 500) return null;
  // It is over, or not their turn any more: the page says so by itself.
  if (!answer.ok) return location.reload();
  const kept = await answer.json();
  if (![...form.querySelectorAll(COMPARED)].some((control) => isOlder(control, kept))) return true;
  const fields = await ask(form.dataset.fields);
  if (!fields.ok) return location.reload();
  await apply(await fields.text());
  return false;
}

// What was changed here is newer, and on its way.
function isOlder(control, kept) {
  const value = kept[control.name];
  if (value === undefined) return false;
  if (control.type === "checkbox") return control.checked === control.defaultChecked && control.checked !== (value === "true");
  const before = control.matches("select") ? control.querySelector("[selected]")?.value ?? "" : control.defaultValue;
  return control.value === before && before !== value;
}

function ask(place) {
  return fetch(place, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
}
