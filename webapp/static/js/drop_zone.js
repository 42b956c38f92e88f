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
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send();
  });
  input.addEventListener("change", () => input.files.length && send());

  function send() {
    name.textContent = input.files[0].name;
    form.toggleAttribute("data-sending", true);
    form.requestSubmit();
  }
}
