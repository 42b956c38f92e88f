// A name as it is typed, shown in the hands that have all its letters; the others step aside.

// The same as in core/signing/hands.py.
const SCRIPTS = {
  vietnamese: /[\u01a0-\u01b0\u1ea0-\u1ef9]/u,
  latin: /\p{Script=Latin}/u,
  greek: /\p{Script=Greek}/u,
  cyrillic: /\p{Script=Cyrillic}/u,
  hebrew: /\p{Script=Hebrew}/u,
  arabic: /\p{Script=Arabic}/u,
  devanagari: /\p{Script=Devanagari}/u,
  hangul: /\p{Script=Hangul}/u,
  kana: /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  han: /\p{Script=Han}/u,
};

const loaded = new Set();

// Gives the element in whose font a signature is drawn.
export function startTyping(form) {
  const text = form.elements.text;
  const hands = [...form.querySelectorAll(".hand")];
  text.addEventListener("input", show);
  if (hands.length) show();

  function show() {
    const shown = text.value || text.defaultValue;
    const needed = scriptsOf(shown);
    const fitting = hands.filter(({ dataset }) => needed.every((script) => dataset.scripts.split(" ").includes(script)));
    for (const hand of hands) {
      const preview = hand.querySelector("[data-preview]");
      preview.textContent = shown;
      preview.dataset.size = shown.length > 40 ? "small" : shown.length > 20 ? "medium" : "large";
      hand.hidden = !(fitting.length ? fitting : hands.slice(0, 1)).includes(hand);
      if (!hand.hidden) load(hand);
    }
    const chosen = form.querySelector(".hand:has(:checked)");
    if (chosen?.hidden) form.querySelector(".hand:not([hidden]) input").checked = true;
  }

  return () => form.querySelector(".hand:has(:checked) [data-preview]");
}

function scriptsOf(text) {
  const found = new Set(Array.from(text).filter((letter) => /\p{L}/u.test(letter)).map(
    (letter) => Object.keys(SCRIPTS).find((name) => SCRIPTS[name].test(letter)) ?? "other",
  ));
  if (found.size > 1) found.delete("latin");
  return found.size ? [...found] : ["latin"];
}

// Not before it is needed: what is read first waits for every style sheet that a page names.
function load(hand) {
  const href = hand.closest("[data-fonts]").dataset.fonts + hand.dataset.sheet;
  if (loaded.has(href)) return;
  loaded.add(href);
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}
