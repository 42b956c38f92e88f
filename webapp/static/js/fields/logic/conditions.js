// One condition of the selected fields, such as when they are shown, chosen in rows.

import { ASKED, read, takesValue, written } from "./condition_rows.js";
import { targets } from "./condition_targets.js";
import { made } from "./element.js";
import { suggested } from "../placing/names.js";

export class Conditions {
  constructor(property, editor, words) {
    Object.assign(this, { property, editor, words, rows: [], mode: "", ids: "" });
    const { form } = editor.properties;
    this.place = form.querySelector(`[data-property=${property}]`);
    this.control = this.place.querySelector("[name]");
    this.element = made("fieldset", { className: "logic" });
    this.when = made("select", { className: "input" });
    this.when.setAttribute("aria-label", words[property]);
    const always = words[property === "shown_if" ? "shown_always" : "required_always"];
    for (const [value, word] of [["", always], ["all", words.all], ["any", words.any], ["formula", words.formula]]) {
      this.when.append(new Option(word, value));
    }
    this.list = made("ul", { className: "logic__rows" });
    this.more = made("button", { type: "button", className: "button button--small button--plain", textContent: words.add });
    this.element.append(made("legend", { textContent: words[property] }), this.when, this.list, this.more);
    this.place.before(this.element);
    // The panel shows and hides the control itself: what is around it is ours.
    this.formula = made("div");
    this.formula.append(this.place);
    this.element.append(this.formula);
    this.when.addEventListener("change", () => this.turn(this.when.value));
    this.more.addEventListener("click", () => this.add());
  }

  // The formula is what is kept; rows are drawn of it, unless it is what they have just written.
  draw() {
    const ids = this.editor.properties.ids.join();
    const text = this.control.value;
    const same = ids === this.ids && text === this.wrote;
    this.ids = ids;
    if (!same) {
      const found = text ? read(text) : { any: false, rows: [] };
      const known = found?.rows.every((row) => this.target(row.name));
      this.wrote = text;
      this.rows = known ? found.rows : [];
      this.mode = !text ? "" : !known ? "formula" : found.any ? "any" : "all";
      this.paint();
    }
    this.formula.hidden = this.mode !== "formula";
  }

  turn(mode) {
    this.mode = mode;
    if (!mode) this.rows = [];
    if (["all", "any"].includes(mode) && !this.rows.length) this.rows = [{ name: "", is: "", value: "" }];
    this.paint();
    this.formula.hidden = mode !== "formula";
    if (mode !== "formula") this.write();
  }

  add() {
    this.rows.push({ name: "", is: "", value: "" });
    this.paint();
    this.list.lastElementChild.querySelector("select").focus();
  }

  // Rows that lack something wait until they say something.
  write() {
    const whole = this.rows.filter((row) => row.name && row.is && (!takesValue(row.is) || row.value.trim()));
    const text = written({ any: this.mode === "any", rows: whole }, (name) => this.target(name)?.type);
    if (text === this.control.value) return;
    this.wrote = text;
    this.control.value = text;
    this.control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  paint() {
    const choosing = this.mode === "all" || this.mode === "any";
    this.when.value = this.mode;
    this.list.hidden = this.more.hidden = !choosing;
    this.list.replaceChildren(...(choosing ? this.rows : []).map((row) => this.row(row)));
  }

  row(row) {
    const item = made("li", { className: "logic__row" });
    const of = made("select", { className: "input" });
    of.setAttribute("aria-label", this.words.of);
    of.append(new Option(this.words.choose, ""));
    for (const target of this.targets) of.append(new Option(target.word, target.key));
    of.value = this.target(row.name)?.key ?? "";
    of.addEventListener("change", () => this.choose(row, of.value));
    item.append(of);
    const target = this.target(row.name);
    if (target) item.append(this.comparison(row, target));
    if (target && takesValue(row.is)) item.append(this.value(row, target));
    const drop = made("button", { type: "button", className: "button button--plain button--icon logic__drop", textContent: "×", title: this.words.drop });
    drop.setAttribute("aria-label", this.words.drop);
    drop.addEventListener("click", () => {
      this.rows = this.rows.filter((other) => other !== row);
      this.turn(this.rows.length ? this.mode : "");
      this.when.focus();
    });
    item.append(drop);
    return item;
  }

  comparison(row, { type, signed }) {
    const is = made("select", { className: "input" });
    is.setAttribute("aria-label", this.words.is);
    const word = (name) => this.words[signed ? { yes: "signed", no: "unsigned" }[name] ?? name : name];
    for (const name of ASKED[type]) is.append(new Option(word(name), name));
    is.value = row.is;
    is.addEventListener("change", () => {
      row.is = is.value;
      this.paint();
      this.write();
    });
    return is;
  }

  value(row, { type, options }) {
    const input = options ? made("select", { className: "input" }) : made("input", { className: "input", type: type === "date" ? "date" : "text", maxLength: 200 });
    if (type === "number") input.inputMode = "decimal";
    if (options) input.append(new Option("", ""), ...options.map((option) => new Option(option, option)));
    input.setAttribute("aria-label", this.words.value);
    input.value = row.value;
    input.addEventListener("change", () => {
      row.value = input.value;
      this.write();
    });
    return input;
  }

  choose(row, key) {
    const target = this.targets.find((each) => each.key === key);
    row.name = target ? this.named(target) : "";
    row.is = target ? ASKED[target.type][0] : "";
    row.value = "";
    this.paint();
    this.write();
  }

  // A field gets a name as soon as a condition needs one.
  named(target) {
    if (target.name) return target.name;
    const { fields, palette } = this.editor;
    const field = fields.get(target.key);
    const name = suggested(field.label, fields.list) || suggested(palette.word(field.kind), fields.list) || suggested(field.kind, fields.list);
    fields.change([field], ({ properties }) => ({ properties: { ...properties, name } }), "changed", palette.name(field));
    return name;
  }

  target(name) {
    return name ? this.targets.find((target) => target.name === name) : undefined;
  }

  get targets() {
    return targets(this.editor, this.words);
  }
}
