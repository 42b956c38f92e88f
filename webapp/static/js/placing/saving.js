// Saves the whole list a moment after the last change, one request at a time, until it is kept.

const PAUSE = 400;
const RETRY = 4000;

export class Saving {
  constructor(address, say) {
    this.address = address;
    this.say = say;
    this.waiting = null;
    this.busy = false;
    this.headers = JSON.parse(document.body.getAttribute("hx-headers"));
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting || this.busy) event.preventDefault();
    });
    window.addEventListener("pagehide", () => this.now(true));
  }

  later(list, after = PAUSE) {
    this.waiting = list;
    if (after === PAUSE) this.say.aloud("unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), after);
  }

  async now(leaving = false) {
    if (!this.waiting || (this.busy && !leaving)) return;
    const list = this.waiting;
    this.waiting = null;
    this.busy = true;
    if (!leaving) this.say.aloud("saving");
    const kept = await this.send(list, leaving);
    this.busy = false;
    if (!kept) this.later(this.waiting ?? list, RETRY);
    else if (this.waiting) this.now();
  }

  // Whether there is nothing more to try: saved, or refused for a reason that was told.
  async send(list, leaving) {
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "HX-Request": "true", ...this.headers },
        body: JSON.stringify({ fields: list }),
        keepalive: leaving && list.length < 200,
      });
      const elsewhere = answer.headers.get("HX-Redirect");
      if (elsewhere) location.assign(elsewhere);
      else if (answer.ok) this.say.aloud("saved");
      else if (answer.status >= 500) return this.fail();
      else this.say.aloud(await problemIn(answer), {}, true);
      return true;
    } catch {
      return this.fail();
    }
  }

  fail() {
    this.say.aloud("failed", {}, true);
    return false;
  }
}

async function problemIn(answer) {
  if (answer.headers.get("Content-Type")?.includes("json")) {
    return Object.values((await answer.json()).errors).join(" ");
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(".notice p")?.textContent ?? `${answer.status}`;
}
