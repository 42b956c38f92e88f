// The pages as wide as they can be read on a narrow screen, or as wide as the screen.

export function start(button) {
  const desk = document.querySelector("main");
  button.addEventListener("click", () => zoom(desk, !larger(desk)));
}

export function zoom(desk, on) {
  if (on === larger(desk)) return;
  const at = scrollY / document.documentElement.scrollHeight;
  desk.toggleAttribute("data-larger", on);
  document.querySelector(".ceremony__zoom")?.setAttribute("aria-pressed", on);
  scrollTo({ top: at * document.documentElement.scrollHeight, behavior: "instant" });
}

function larger(desk) {
  return "larger" in desk.dataset;
}
