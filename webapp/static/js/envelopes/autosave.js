// Keeps what is typed in the page of a draft while it is typed: one request at a time, until it is
// kept. Sending needs nothing of this: the form carries all that the page shows.

import { apply } from "../fragments.js";

const PAUSE = 400;
const RETRY = 4000;
const SMALL = 60_000; // bytes that a browser still sends for a page that is gone

export function start(form) {
  new Keeping(form).begin();
}

class Keeping {
  constructor(form) {
    Object.assign(this, { form, unsaved: false, failing: false, leaving: false, pressed: false });
    this.key = `draft ${form.dataset.envelope}`;
    this.turn = Promise.resolve();
  }

  begin() {
    for (const kind of ["input", "change"]) {
      this.form.addEventListener(kind, (event) => event.target.closest("[data-apart]") || this.later());
    }
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("keydown", (event) => openByEnter(event));
    // What an answer changes must not move a button away from under a finger.
    addEventListener("pointerdown", () => (this.pressed = true), true);
    for (const kind of ["pointerup", "pointercancel", "dragend"]) {
      addEventListener(kind, () => setTimeout(() => (this.pressed = false)), true);
    }
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => event.persisted && this.stay());
    addEventListener("beforeunload", (event) => this.failing && !this.leaving && event.preventDefault());
    addEventListener("online", () => this.failing && this.later(0));
    this.restore();
    // Whoever was quicker than this script.
    if ([...this.form.querySelectorAll("input.input, textarea")].some(isTyped)) this.later();
    this.form.dataset.keeping = "";
  }

  later(pause = PAUSE) {
    this.unsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.queue(), pause);
  }

  queue(button) {
    const act = button && new Act(button);
    this.turn = this.turn.then(() => this.leaving || this.post(this.body(act), act));
    return this.turn;
  }

  submit(event) {
    const button = event.submitter;
    if (this.leaving) return event.preventDefault();
    if (button?.hasAttribute("data-keep")) {
      event.preventDefault();
      clearTimeout(this.timer);
      return this.queue(button);
    }
    const problem = button?.id === "send_button" && this.upload();
    if (problem) {
      event.preventDefault();
      return this.say(problem);
    }
    clearTimeout(this.timer);
    this.leaving = true;
    document.getElementById("send_button").setAttribute("aria-disabled", "true");
  }

  // Why it cannot be sent yet; "" when nothing is on its way.
  upload() {
    const rows = [...document.querySelectorAll("#uploads > *")];
    if (rows.some((row) => row.querySelector("progress"))) return this.form.dataset.uploading;
    return rows.length ? this.form.dataset.notUploaded : "";
  }

  // All but secrets and files, which go by buttons of their own.
  body(act) {
    const body = new FormData(this.form);
    for (const input of this.form.querySelectorAll("[data-apart]")) {
      if (!act?.apart.includes(input.name)) body.delete(input.name);
    }
    if (act) body.set(act.name, act.value);
    return body;
  }

  async post(body, act) {
    this.unsaved = false;
    // Rows that are drawn anew would lose what is typed in them meanwhile.
    if (act) this.form.inert = true;
    try {
      const answer = await fetch(act?.address || this.form.dataset.address, {
        method: "POST",
        headers: { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) },
        body: new URLSearchParams([...body].filter(([, value]) => typeof value === "string")),
      });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) return this.go(elsewhere);
      if (answer.status >= 500 || answer.status === 429) return this.fail();
      await this.apply(await answer.text());
      this.failing = false;
      if (answer.ok) this.stored();
      else this.unsaved = true;
    } catch {
      this.fail();
    } finally {
      this.form.inert = false;
    }
  }

  // What was only a page is a draft now.
  stored() {
    if (!location.search || document.querySelector("[data-unstored]")) return;
    history.replaceState(history.state, "", location.pathname + location.hash);
  }

  async apply(html) {
    while (this.pressed) await new Promise((resolve) => setTimeout(resolve, 20));
    if (!this.leaving) await apply(html);
  }

  fail() {
    this.failing = true;
    this.say(this.form.dataset.failed);
    this.later(RETRY);
  }

  say(text) {
    for (const id of ["recipients_state", "sending_state"]) {
      const place = document.getElementById(id);
      const told = Object.assign(document.createElement("span"), { className: "control__error", textContent: text });
      place.replaceChildren(told);
    }
  }

  // Signed out: what is typed is found again on the way back.
  go(elsewhere) {
    const place = new URL(elsewhere, location.href);
    if (!place.search) place.searchParams.set("next", location.pathname + location.search);
    this.unsaved = true;
    this.failing = false;
    location.assign(place);
  }

  leave() {
    if (!this.unsaved && !this.leaving) return;
    const body = this.body();
    body.delete("csrf_token");
    const text = new URLSearchParams(body).toString();
    sessionStorage.setItem(this.key, text);
    if (this.leaving || text.length > SMALL) return;
    const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
    fetch(this.form.dataset.address, { method: "POST", keepalive: true, headers: { "HX-Request": "true", ...headers }, body: new URLSearchParams(text) });
  }

  stay() {
    this.leaving = false;
    document.getElementById("send_button").removeAttribute("aria-disabled");
  }

  // What was typed when this page was left, by a reload or because the session had ended.
  restore() {
    const text = sessionStorage.getItem(this.key);
    sessionStorage.removeItem(this.key);
    if (!text || this.form.hasAttribute("data-kept")) return;
    const act = new Act(this.form.querySelector("[data-keep]"));
    const body = new URLSearchParams(text);
    body.set("action", "show");
    this.turn = this.turn.then(() => this.post(body, act));
  }
}

// What a button does, as it was when it was pressed. `apart` are inputs that are sent with it alone.
class Act {
  constructor(button) {
    Object.assign(this, { address: button.formAction, name: button.name || "action", value: button.value });
    this.apart = [...button.parentElement.querySelectorAll("[data-apart]")].map((input) => input.name);
  }
}

function isTyped(input) {
  return input.value !== input.defaultValue && !input.hasAttribute("data-apart");
}

// Enter in the password of a PDF opens it.
function openByEnter(event) {
  if (event.key !== "Enter" || event.target.type !== "password") return;
  event.preventDefault();
  event.target.parentElement.querySelector("button").click();
}
