// Saves what has changed a moment after it did, one request at a time, until it is kept. Each field
// is saved for itself: what another window has placed meanwhile stays.

const PAUSE = 400;
const RETRY = 4000;
const SMALL = 60_000; // bytes that a browser still sends for a page that is gone

export class Saving {
  constructor(address, list, say) {
    Object.assign(this, { address, say, list, busy: false, refused: false });
    this.key = `fields ${address}`;
    this.kept = new Map(list.map((field) => [field.id, JSON.stringify(field)]));
    this.headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
    addEventListener("beforeunload", (event) => {
      if (this.refused && !this.leaving) event.preventDefault();
    });
    addEventListener("pagehide", () => this.leave());
    this.restore();
  }

  later(list, after = PAUSE) {
    this.list = list;
    if (after === PAUSE) this.say.aloud("unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), after);
  }

  // What differs from what was kept.
  get change() {
    const ids = new Set(this.list.map((field) => field.id));
    return {
      fields: this.list.filter((field) => this.kept.get(field.id) !== JSON.stringify(field)),
      removed: [...this.kept.keys()].filter((id) => !ids.has(id)),
    };
  }

  get unsaved() {
    const { fields, removed } = this.change;
    return fields.length > 0 || removed.length > 0;
  }

  async now() {
    if (this.busy || this.leaving) return;
    const change = this.change;
    if (!this.unsaved) return this.say.aloud("saved");
    this.busy = true;
    this.say.aloud("saving");
    const told = await this.send(change);
    this.busy = false;
    if (!told) this.later(this.list, RETRY);
    else if (!this.refused && this.unsaved) this.now();
  }

  // Whether there is nothing more to try: saved, or refused for a reason that was told.
  async send(change) {
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
      body: JSON.stringify(change),
      keepalive,
    });
  }

  async read(answer, { fields, removed }) {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const errors = isJson && !answer.ok ? (await answer.json()).errors : {};
    this.refused = !answer.ok;
    if (answer.ok || (isJson && !errors.fields)) {
      for (const field of fields) if (!errors[field.id]) this.kept.set(field.id, JSON.stringify(field));
      for (const id of removed) this.kept.delete(id);
    }
    if (answer.ok) this.say.aloud("saved");
    else this.say.aloud(isJson ? [...new Set(Object.values(errors))].join(" ") : await problemIn(answer), {}, true);
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
    if (!this.unsaved) return;
    const text = JSON.stringify(this.change);
    sessionStorage.setItem(this.key, text);
    if (!this.leaving && text.length < SMALL) this.post(this.change, true);
  }

  async restore() {
    const text = sessionStorage.getItem(this.key);
    sessionStorage.removeItem(this.key);
    if (!text) return;
    const answer = await this.post(JSON.parse(text)).catch(() => null);
    if (answer?.ok) location.reload();
    else if (!answer || answer.status >= 500) sessionStorage.setItem(this.key, text);
  }
}

async function problemIn(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(".notice p")?.textContent ?? `${answer.status}`;
}
