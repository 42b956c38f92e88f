// What the properties panel says of conditions, formulas and groups.

import { editor as opened } from "./placing.js";
import { Conditions } from "./logic/conditions.js";
import { insertsNames } from "./logic/formula_names.js";
import { shareGroups } from "./logic/groups.js";

export async function start(element) {
  const editor = await opened;
  const words = JSON.parse(element.dataset.words);
  const builders = ["shown_if", "required_if"].map((name) => new Conditions(name, editor, words));
  const inserting = insertsNames(editor, words);
  const draw = () => {
    for (const builder of builders) builder.draw();
    inserting();
  };
  shareGroups(editor);
  editor.selection.listen(draw);
  editor.fields.listen(draw);
  draw();
}
