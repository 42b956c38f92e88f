// Offers to say where one is, and asks the browser only when one wants to. Without it, or without an
// answer, everything goes on as it would.

const TIMEOUT = 15000;

export function start(place) {
  const button = place.querySelector("button");
  const field = place.querySelector("input");
  const status = place.querySelector("[role=status]");
  if (!navigator.geolocation) return;
  place.hidden = false;

  function given({ coords }) {
    const { latitude, longitude, accuracy } = coords;
    field.value = [latitude.toFixed(7), longitude.toFixed(7), accuracy.toFixed(0)].join(" ");
    say(place.dataset.done.replace("{meters}", Math.max(1, Math.round(accuracy)).toLocaleString(document.documentElement.lang)));
    button.hidden = true;
    status.focus();
  }

  function say(words) {
    status.textContent = words;
    button.removeAttribute("aria-disabled");
  }

  button.addEventListener("click", () => {
    if (button.ariaDisabled) return;
    button.setAttribute("aria-disabled", "true");
    const failed = () => say(place.dataset.failed);
    navigator.geolocation.getCurrentPosition(given, failed, { enableHighAccuracy: true, timeout: TIMEOUT });
  });
}
