// A value beside a button that copies it; without a script it is selected by hand.

const WHILE = 2000;

export function start(place) {
  const input = place.querySelector("input");
  const button = place.querySelector("button");
  const word = button.querySelector("span");
  const usual = word.textContent;
  if (!navigator.clipboard) {
    input.addEventListener("focus", () => input.select());
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    word.textContent = place.dataset.done;
    window.setTimeout(() => (word.textContent = usual), WHILE);
  });
}
