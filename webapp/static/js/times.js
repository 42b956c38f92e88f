// Keeps “3 minutes ago” and “today at 14:30” true while a page stays open.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const drawn = Date.now();

export function start() {
  setInterval(() => document.querySelectorAll("time[data-ago]").forEach(write), 30_000);
}

function write(element) {
  const at = Date.parse(element.dateTime), now = Date.now();
  const minutes = Math.trunc((at - now) / MINUTE);
  if (minutes && Math.abs(at - now) < HOUR) {
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang);
    element.textContent = words.format(minutes, "minute");
  } else if ((now - at >= HOUR && at > drawn - HOUR) || dayOf(element, now) !== dayOf(element, drawn)) {
    element.textContent = element.dataset.ago;
  }
}

// The zone of the organization is in the attribute: “2026-11-27T14:30:00+01:00”.
function dayOf(element, instant) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(element.dateTime) ?? [, "+", 0, 0];
  return Math.floor((instant + Number(`${sign}1`) * (hours * HOUR + minutes * MINUTE)) / (24 * HOUR));
}
