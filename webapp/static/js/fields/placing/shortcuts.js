// The list of keys: by its button, or by "?".

import { typing } from "./keyboard.js";

export function showKeys(dialog, button) {
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || typing(event) || dialog.open) return;
    event.preventDefault();
    dialog.showModal();
  });
}
