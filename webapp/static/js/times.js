// Keeps “3 minutes ago” true while a page stays open.

const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

export function start() {
  setInterval(() => document.querySelectorAll("time[data-ago]").forEach(write), 30_000);
}

function write(element) {
  const seconds = (new Date(element.dateTime) - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? [];
  // Beyond a month the server's words (months, years) stay right for as long as a page is open.
  if (!unit || Math.abs(seconds) > 30 * 86400) return;
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  element.textContent = words.format(Math.round(seconds / size), unit);
}
