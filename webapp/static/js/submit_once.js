// A form that is on its way is not sent a second time by an impatient click, and not at all without a
// network: the browser would show its own page of errors in place of this one.

import { show } from "./notice.js";

export function start(form) {
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      show(document.body.dataset.offline);
      return;
    }
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelector("button[type=submit]")?.setAttribute("aria-disabled", "true");
  });
  // Back from another page: it may be sent again.
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    form.querySelector("button[type=submit]")?.removeAttribute("aria-disabled");
  });
}
