// Documents are dragged into another order; a name that is being typed stays when their list is
// drawn anew, as it is while pages are prepared.

import { sortable, submit } from "../sortable.js";

export function start(form) {
  const list = () => document.getElementById("document_list");
  let focused = null;

  sortable(form, "[data-document]", () => submit(form, list().dataset.order));
  document.addEventListener("htmx:before:swap", (event) => {
    const task = event.detail.tasks?.find(({ target }) => target?.id === "document_list");
    if (!task) return;
    for (const input of list().querySelectorAll(".document__name, [data-apart]")) {
      if (input.value !== input.defaultValue) keep(input, task.fragment);
    }
    const active = document.activeElement;
    focused = list().contains(active) && active.id ? { id: active.id, place: active.selectionStart } : null;
  });
  document.addEventListener("htmx:after:settle", (event) => {
    if (event.target.id !== "document_list" || !focused) return;
    const input = document.getElementById(focused.id);
    input?.focus({ preventScroll: true });
    if (focused.place !== null) input?.setSelectionRange?.(focused.place, focused.place);
    focused = null;
  });
}

function keep(input, drawn) {
  const find = (id) => drawn.querySelector(`#${CSS.escape(id)}`);
  const same = find(input.id);
  if (!same || same.type === "select-one") return;
  same.value = input.value;
  // Whatever is stored now, this page has not seen it.
  const was = document.getElementById(input.id.replace(/^title-/, "title_was-"));
  if (was && was !== input) find(was.id).value = was.value;
}
