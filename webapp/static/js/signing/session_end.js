// Says that the session ends, some time before it does. Seconds from now: the clock of this device may be wrong.

export function start(place) {
  const { seconds, words } = place.dataset;
  const until = Date.now() + 1000 * Number(seconds);
  // A device that slept has not counted.
  const say = () => Date.now() >= until && (place.textContent = words);
  setTimeout(say, 1000 * Number(seconds));
  document.addEventListener("visibilitychange", say);
}
