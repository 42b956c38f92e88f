// The button that uses several templates together is there as soon as two are selected.

export function start(list) {
  const bar = list.parentElement.querySelector("[data-compose]");
  const chosen = () => list.querySelectorAll("input[name=template]:checked").length;
  const button = bar?.querySelector("button");
  if (!button) return;
  const update = () => {
    button.disabled = chosen() < 2;
  };
  list.addEventListener("change", update);
  update();
}
