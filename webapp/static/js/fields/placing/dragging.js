// What every drag has in common: it begins a little after the pointer went down, scrolls near the
// edges of the window, and ends in one of two ways.

const STARTS = 4;

export function drag(down, { begin = () => {}, move, end, cancel, click = () => {} }) {
  let begun = false;
  let last = down;
  const far = (event) => Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STARTS;
  const moved = (event) => {
    if (event.pointerId !== down.pointerId) return;
    last = event;
    if (!begun && !far(event)) return;
    if (!begun) begin(event);
    begun = true;
    move(event);
    scrollNearEdges(event.clientY);
  };
  const scrolled = () => begun && move(last);
  const up = (event) => {
    if (event.pointerId !== down.pointerId) return;
    stop();
    if (!begun) return click(event);
    // The click that follows belongs to this drag.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
    end(event);
  };
  const cancelled = (event) => {
    if (event.type === "keydown" && event.key !== "Escape") return;
    stop();
    if (begun) cancel();
    if (event.type === "keydown") event.stopImmediatePropagation();
  };
  const stop = () => {
    removeEventListener("pointermove", moved);
    removeEventListener("scroll", scrolled);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancelled);
    removeEventListener("keydown", cancelled, { capture: true });
  };
  addEventListener("pointermove", moved);
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancelled);
  addEventListener("keydown", cancelled, { capture: true });
  return stop;
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

function scrollNearEdges(y) {
  if (y < 90) scrollBy({ top: -14, behavior: "instant" });
  else if (y > innerHeight - 60) scrollBy({ top: 14, behavior: "instant" });
}
