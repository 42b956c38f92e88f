// One's own document: the signature is what the first click places, and signing waits for the save.

import { editor } from "./placing.js";

export async function start(form) {
  const { fields, palette, saving } = await editor;
  // Where a place was found, that is the one to click.
  if (!fields.list.length && !document.getElementById("found_bar")) palette.arm("signature");
  form.addEventListener("submit", async (event) => {
    if (saving.merging.isSaved) return;
    event.preventDefault();
    // Not within this submit, which would swallow it.
    if (await saving.finish()) setTimeout(() => form.requestSubmit());
  });
}
