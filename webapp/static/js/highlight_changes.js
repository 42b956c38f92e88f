// Lets rows that changed since they were last drawn glow for a moment.

let known = null;

export function start(list) {
  const rows = [...list.querySelectorAll("[data-key]")];
  if (known && known.address === list.getAttribute("hx-get")) {
    for (const row of rows) {
      const before = known.versions.get(row.dataset.key);
      if (before !== row.dataset.version) row.classList.add("is-fresh");
    }
  }
  known = {
    address: list.getAttribute("hx-get"),
    versions: new Map(rows.map((row) => [row.dataset.key, row.dataset.version])),
  };
}
