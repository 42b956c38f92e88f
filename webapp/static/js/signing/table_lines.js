// The panel of a table: Enter goes to the next cell, and after a line came or went the keyboard goes
// on where one expects.

export function start(panel) {
  let act = "";
  const cells = () => [...panel.querySelectorAll("input")];
  const add = () => panel.querySelector("[data-line=add]");
  panel.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") cells().find((cell) => !cell.value)?.focus({ preventScroll: true });
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    (cells()[cells().indexOf(event.target) + 1] ?? add()).focus();
  });
  panel.addEventListener("click", (event) => {
    act = event.target.closest("[data-line]")?.dataset.line ?? "";
  });
  document.addEventListener("htmx:after:settle", ({ target }) => {
    if (!act || !panel.contains(target)) return;
    if (act === "add") panel.querySelector("li:last-child input").focus();
    else add().focus();
    act = "";
  });
}
