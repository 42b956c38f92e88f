// Puts the parts of an answer into the page, each where its id is.

export function apply(html) {
  return htmx.swap({ sourceElement: document.body, target: document.body, text: html, swap: "none" });
}
