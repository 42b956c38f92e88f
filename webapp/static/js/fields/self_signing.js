// One's own document: the signature is what the first click places, and signing waits for the save.

import { editor } from "./placing.js";

const narrow = matchMedia("(max-width: 64rem)");

export async function start(form) {
  const { fields, palette, saving, selection } = await editor;
  // Where a place was found, that is the one to click.
  if (!fields.list.length && !document.getElementById("found_bar")) palette.arm("signature");
  // Where there is little room, the place stays in sight and not the panel of its properties.
  fields.listen((what) => {
    if (what === "added" && narrow.matches) setTimeout(() => selection.clear());
  });
  form.addEventListener("submit", async (event) => {
    if (saving.merging.isSaved) return;
    event.preventDefault();
    // Not within this submit, which would swallow it.
    if (await saving.finish()) setTimeout(() => form.requestSubmit());
  });
}
