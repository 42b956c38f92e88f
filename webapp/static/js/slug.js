// A short name that follows the name it stands for, until somebody writes their own.

const LONGEST = 40;

function suggest(name) {
  const plain = name.toLowerCase().normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
  return plain.replace(/[^a-z0-9]+/g, "-").slice(0, LONGEST).replace(/^-+|-+$/g, "");
}

export function start(input) {
  const source = document.getElementById(input.dataset.from);
  let own = input.value !== "" && input.value !== suggest(source.value);
  input.addEventListener("input", () => {
    own = input.value !== "";
  });
  source.addEventListener("input", () => {
    if (!own) input.value = suggest(source.value);
  });
}
