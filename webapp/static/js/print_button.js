// Opens the browser's print dialog; where no script runs, the browser's own menu does.

export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
