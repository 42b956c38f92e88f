// Saves what has changed a moment after it did, one request at a time, until it is kept; and asks
// now and then what others have changed.

import { whole } from "./fields.js";

const PAUSE = 400;
const RETRY = 4000;
const LOOK = 20_000;
const SMALL = 60_000; // bytes that a browser still sends for a page that is gone

export class Saving {
  constructor(element, merging, seen, say) {
    const { save: address, placed } = element.dataset;
    Object.assign(this, { address, placed, merging, seen, say, busy: false, refused: false, errors: new Map() });
    this.key = `fields ${address}`;
    this.headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
    this.onErrors = () => {};
    addEventListener("beforeunload", (event) => {
      if (this.holds && !this.leaving) event.preventDefault();
    });
    addEventListener("pagehide", () => this.leave());
    this.begin();
  }

  begin() {
    addEventListener("focus", () => this.look());
    setInterval(() => document.visibilityState === "visible" && this.look(), LOOK);
    this.restore();
  }

  // Whether something would be lost with the page.
  get holds() {
    return this.refused || this.merging.contested.size > 0;
  }

  later(after = PAUSE) {
    if (after === PAUSE && !this.merging.isSaved) this.say.aloud("unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), after);
  }

  async now() {
    if (this.busy || this.leaving) return;
    if (this.merging.isSaved) return this.settled();
    const change = this.merging.portion;
    this.busy = true;
    this.say.aloud("saving");
    const told = await this.send(change);
    this.busy = false;
    if (!told) this.later(RETRY);
    else if (!this.refused && !this.merging.isSaved) this.now();
  }

  // Before the page is left by a button that counts on it. False: it could not be kept.
  async finish() {
    this.refused = false;
    while (!this.merging.isSaved && !this.refused) {
      await this.now();
      if (!this.merging.isSaved) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return !this.refused;
  }

  // What others have changed. The next save brings it, if there is something to save.
  async look() {
    if (this.busy || this.leaving || !this.merging.isSaved) return;
    this.busy = true;
    try {
      const answer = await fetch(`${this.placed}?seen=${this.seen}`, { headers: { "HX-Request": "true" } });
      if (answer.status === 200 && answer.headers.get("Content-Type")?.includes("json")) this.take(await answer.json());
      else if (answer.status === 409) this.say.aloud(await problemIn(answer), {}, true);
    } catch {
      // The next save says when there is no connection.
    } finally {
      this.busy = false;
    }
    if (!this.merging.isSaved) this.later();
  }

  // Whether there is nothing more to try: saved, or refused for a reason that was told.
  async send(change) {
    this.merging.send(change);
    try {
      const answer = await this.post(change);
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) this.go(elsewhere);
      else if (answer.status >= 500 || answer.status === 429) return this.fail();
      else await this.read(answer, change);
      return true;
    } catch {
      return this.fail();
    }
  }

  post(change, keepalive = false) {
    return fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "HX-Request": "true", ...this.headers },
      body: JSON.stringify({ ...change, seen: this.seen }),
      keepalive,
    });
  }

  async read(answer, change) {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const said = isJson ? await answer.json() : {};
    const errors = said.errors ?? {};
    this.refused = !answer.ok;
    this.errors = new Map(Object.entries(errors));
    if (answer.ok || (isJson && !errors.fields)) {
      const contested = new Map(Object.entries(said.contested ?? {}).map(([id, field]) => [id, field && whole(field)]));
      this.merging.keep(change, this.errors, contested);
      this.take({ ...said, contested });
    }
    this.onErrors();
    if (answer.ok) this.settled();
    else this.say.aloud(isJson ? [...new Set(Object.values(errors))].join(" ") : await problemIn(answer), {}, true);
  }

  take({ seen, fields, contested }) {
    if (seen) this.seen = seen;
    if (contested?.size) this.merging.settle(contested);
    if (fields) this.merging.take(fields.map(whole));
  }

  settled() {
    this.say.aloud(this.merging.contested.size ? "choose" : "saved");
  }

  fail() {
    this.say.aloud("failed", {}, true);
    this.refused = true;
    return false;
  }

  // Signed out: what is not saved yet is saved on the way back.
  go(elsewhere) {
    const place = new URL(elsewhere, location.href);
    if (!place.search) place.searchParams.set("next", location.pathname);
    this.leaving = true;
    location.assign(place);
  }

  leave() {
    if (this.merging.isSaved) return;
    const text = JSON.stringify(this.merging.change);
    sessionStorage.setItem(this.key, text);
    if (!this.leaving && text.length < SMALL) this.post(this.merging.portion, true);
  }

  // As if it had just been done here, on the fields as they were then.
  restore() {
    const text = sessionStorage.getItem(this.key);
    sessionStorage.removeItem(this.key);
    if (!text) return;
    const { fields, removed, was } = JSON.parse(text);
    const { merging } = this;
    const there = new Map(merging.kept);
    const done = new Map([...removed.map((id) => [id, null]), ...fields.map((field) => [field.id, field])]);
    for (const id of done.keys()) merging.kept.delete(id);
    for (const field of was) merging.kept.set(field.id, field);
    merging.fields.absorb(done);
    merging.settle(new Map([...done.keys()].map((id) => [id, there.get(id) ?? null])));
    this.later();
  }
}

export async function problemIn(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(".notice p")?.textContent ?? `${answer.status}`;
}
