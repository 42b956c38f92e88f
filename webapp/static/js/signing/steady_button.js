// The one button does not change under a finger. Pressing it ends a text field, which is saved; the
// answer brings a new button, and would take away the old one before the finger is lifted.

let pressing = false;
let waiting = null;

export function start(dock) {
  dock.addEventListener("pointerdown", () => (pressing = true));
  addEventListener("pointerup", () => setTimeout(release), true);
  addEventListener("pointercancel", release, true);
  document.addEventListener("htmx:before:swap", (event) => {
    const { tasks } = event.detail;
    const place = tasks.findIndex((task) => task.target?.id === "next");
    if (!pressing || place < 0) return;
    const [task] = tasks.splice(place, 1);
    waiting = task.fragment.firstElementChild;
  });
}

// What a click on the old button means: the new one, which takes its place now.
export function meant(target) {
  if (!waiting || !target.closest("#next")) return target;
  const finishing = target.closest("[data-finish]");
  release();
  const next = document.getElementById("next");
  const step = next.querySelector("[data-next], [data-review]:not([hidden])");
  return (finishing ? next.querySelector("[data-finish]:not([hidden])") : step) ?? next;
}

function release() {
  pressing = false;
  if (!waiting) return;
  const next = waiting;
  waiting = null;
  document.getElementById("next").replaceWith(next);
  next.dispatchEvent(new CustomEvent("htmx:after:settle", { bubbles: true }));
}
