// What is entered in a preview is in its page alone: each request carries all of it, one after the other.

export function start() {
  document.addEventListener("htmx:before:request", ({ detail }) => {
    const { body } = detail.ctx.request;
    // Read now and not when it was asked for: the answer before it has changed it.
    body?.set("entered", document.getElementById("entered").value);
  });
}
