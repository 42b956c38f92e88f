// A chosen file is sent at once, with progress; what is too large is said before it is sent.

export function start(form) {
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector("progress");
  const told = form.querySelector("[role=alert]");

  input.addEventListener("change", () => input.files.length && send());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files.length) send();
  });

  function send() {
    told.textContent = "";
    if (input.files[0].size > Number(form.dataset.limit)) return fail(form.dataset.tooLarge);
    const body = new FormData(form);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) return location.assign(request.responseURL);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      fail(page.querySelector("#file_error p, .notice p")?.textContent ?? form.dataset.failed);
    });
    request.addEventListener("error", () => fail(form.dataset.failed));
    busy(true);
    request.send(body);
  }

  function fail(why) {
    busy(false);
    input.value = "";
    told.textContent = why;
    input.focus();
  }

  function busy(on) {
    bar.hidden = !on;
    bar.value = 0;
    input.disabled = on;
    form.querySelector("button").disabled = on;
  }
}
