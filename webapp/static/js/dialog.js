// A dialog closes by its buttons with data-close, and by a click beside it.

export function closable(dialog) {
  dialog.addEventListener("click", ({ target }) => {
    // A notice within it has a button of its own.
    const button = target.closest(".notice") ? null : target.closest("[data-close]");
    if (target === dialog || button) dialog.close();
  });
}
