// A file dropped anywhere on the zone is chosen, and a chosen file is sent at once.

export function start(form) {
  const input = form.querySelector("input[type=file]");
  const name = form.querySelector("[data-name]");
  const mark = (on) => form.toggleAttribute("data-over", on);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  form.addEventListener("dragleave", () => mark(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    input.files = event.dataTransfer.files;
    send();
  });
  input.addEventListener("change", send);
  // Whoever was quicker than this script.
  send();

  function send() {
    if (!input.files.length) return;
    name.textContent = input.files[0].name;
    form.toggleAttribute("data-sending", true);
    form.requestSubmit();
  }
}
