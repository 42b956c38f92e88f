// A colour that is typed can be chosen too: the browser's own picker beside the input.

export function start(input) {
  const pick = document.createElement("input");
  pick.type = "color";
  pick.className = "swatch__pick";
  pick.setAttribute("aria-label", input.labels[0].textContent);
  const both = document.createElement("div");
  both.className = "swatch";
  input.replaceWith(both);
  both.append(input, pick);
  const show = () => {
    const colour = /^#?[0-9a-f]{6}$/i.test(input.value) ? input.value : input.placeholder;
    pick.value = colour.startsWith("#") ? colour : `#${colour}`;
  };
  input.addEventListener("input", show);
  pick.addEventListener("input", () => (input.value = pick.value));
  show();
}
