// One's own document: the signature is what the first click places, and signing waits for the save.

import { editor } from "./placing.js";

export async function start(form) {
  const { fields, palette, saving } = await editor;
  if (!fields.list.length) palette.arm("signature");
  let kept = false;
  form.addEventListener("submit", async (event) => {
    if (kept) return;
    event.preventDefault();
    kept = await saving.finish();
    if (kept) form.requestSubmit();
  });
}
