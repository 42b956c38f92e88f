// Copies of the selected fields at the same place of other pages: of all, or of those named.

import { newId } from "./fields.js";
import { unnamed } from "./names.js";

const MOST = 2000;

export class Spreading {
  constructor(dialog, editor) {
    Object.assign(this, { dialog, editor, form: dialog.querySelector("form") });
    this.problem = dialog.querySelector("[data-problem]");
    this.pages = this.form.elements.pages;
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.pages.addEventListener("input", () => (this.form.elements.which.value = "named"));
  }

  open() {
    if (!this.editor.selection.size) return;
    this.problem.hidden = true;
    this.dialog.showModal();
  }

  submit(event) {
    if (event.submitter?.value === "cancel") return;
    event.preventDefault();
    const { fields, selection, desk, palette, say } = this.editor;
    const all = this.form.elements.which.value === "all";
    const made = selection.list.flatMap((field) => this.copies(field, all));
    const wrong = fields.list.length + made.length > MOST ? "many" : made.length ? "" : "none";
    this.problem.hidden = !wrong;
    this.problem.textContent = wrong && say.write(wrong === "many" ? "too_many" : "no_pages");
    if (wrong) return;
    fields.add(made, palette.name(...made), "duplicated");
    this.dialog.close();
    desk.reveal(selection.list.at(-1));
  }

  copies(field, all) {
    const leaves = this.editor.desk.leaves.filter((leaf) => leaf.documentId === field.document_id && leaf.number !== field.page);
    const named = all ? null : numbers(this.pages.value, leaves.length + 1);
    return leaves.filter((leaf) => all || named.has(leaf.number)).map((leaf) => ({
      ...unnamed(field), ...leaf.within(field), id: newId(), page: leaf.number,
    }));
  }
}

// "1-3, 5": the numbers that this says, up to the last page.
function numbers(text, last) {
  const found = new Set();
  for (const part of text.split(/[\s,;]+/)) {
    const range = /^(\d{1,5})(?:[-–](\d{1,5}))?$/.exec(part);
    if (!range) continue;
    const to = Math.min(Number(range[2] ?? range[1]), last);
    for (let number = Number(range[1]); number <= to; number += 1) found.add(number);
  }
  return found;
}
