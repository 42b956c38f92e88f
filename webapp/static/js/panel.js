// Small pages that open in a dialog: links with data-panel, and the forms within. Without a script
// each is a page of its own; so is what cannot be shown here.

import { closable } from "./dialog.js";
import * as notice from "./notice.js";

const FRAGMENT = { "HX-Request": "true" };

export function start(dialog) {
  const place = dialog.querySelector("[data-place]");
  let opener = null;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-panel]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    link.closest("details.menu")?.removeAttribute("open");
    load(link);
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, event.submitter);
  });
  closable(dialog);
  dialog.addEventListener("close", () => {
    place.replaceChildren();
    focusable(opener)?.focus();
  });

  async function load(link) {
    const answer = await fetch(link.href, { headers: FRAGMENT }).catch(() => null);
    if (!answer || answer.redirected || !(await show(answer))) location.assign(link.href);
  }

  async function send(form, button) {
    const typed = new FormData(form, button);
    const body = form.enctype === "multipart/form-data" ? typed : new URLSearchParams(typed);
    const where = button?.getAttribute("formaction") ?? form.action;
    const answer = await fetch(where, { method: "POST", body, headers: FRAGMENT }).catch(() => null);
    if (!answer) {
      delete form.dataset.sent;
      button?.removeAttribute("aria-disabled");
      notice.show(document.body.dataset.offline);
    } else if (await show(answer)) {
      return;
    } else if (answer.redirected) {
      location.assign(answer.url);
    } else {
      form.submit();
    }
  }

  async function show(answer) {
    const html = await answer.text();
    if (!html.includes('id="panel"') || html.includes("<html")) return false;
    const wasOpen = dialog.open;
    await htmx.swap({ sourceElement: place, target: place, text: html, swap: "innerHTML" });
    // Closed while the answer was put in.
    if (wasOpen && !dialog.open) {
      place.replaceChildren();
      return true;
    }
    // What is said on top of the page would lie below the dialog.
    const said = document.querySelector("#notice > .notice");
    said?.setAttribute("role", "alert");
    if (said) place.prepend(said);
    if (!dialog.open) dialog.showModal();
    const wrong = place.querySelector("[aria-invalid]");
    (wrong ?? place.querySelector("input:not([type=hidden], [readonly]), select, textarea"))?.focus();
    return true;
  }
}

function focusable(link) {
  const menu = link?.closest("details:not([open])");
  return menu ? menu.querySelector("summary") : link;
}
