// What is to be done with the selected envelopes is asked in the list, as soon as it has come.

export function start(dialog) {
  dialog.showModal();
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
