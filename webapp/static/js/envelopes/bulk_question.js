// What is to be done with the selected envelopes is asked in the list, as soon as it has come.

import { closable } from "../dialog.js";

export function start(dialog) {
  dialog.showModal();
  closable(dialog);
}
