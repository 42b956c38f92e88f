import { targets } from "./condition_targets.js";
import { made } from "./element.js";

// A list beside a formula: what is chosen is written where the cursor is.
export function insertsNames(editor, words) {
  const control = editor.properties.form.querySelector("[data-property=formula] [name]");
  const choice = made("select", { className: "input" });
  choice.setAttribute("aria-label", words.insert);
  control.after(choice);
  choice.addEventListener("change", () => {
    control.setRangeText(choice.value, control.selectionStart, control.selectionEnd, "end");
    control.focus();
    control.dispatchEvent(new Event("change", { bubbles: true }));
    choice.value = "";
  });
  return () => {
    const named = targets(editor, words).filter((target) => target.name);
    choice.replaceChildren(new Option(words.insert, ""), ...named.map(({ word, name }) => new Option(`${word}: ${name}`, name)));
    choice.hidden = !named.length;
  };
}
