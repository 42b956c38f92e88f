// Keeps nothing by itself: what is changed in an envelope that was sent is saved all at once, or not
// at all, when its sender says so.

import { whole } from "./fields.js";
import { Saving, problemIn } from "./saving.js";

export class Correcting extends Saving {
  byHand = true;

  begin() {}

  // Before they say so everything is only in this page.
  get holds() {
    return !this.merging.isSaved || this.merging.contested.size > 0;
  }

  later() {
    if (!this.merging.isSaved) this.say.aloud("unsaved");
  }

  look() {}

  leave() {}

  async finish() {
    if (this.busy) return false;
    this.busy = true;
    this.say.aloud("saving");
    try {
      return await this.read(await this.post(this.merging.change));
    } catch {
      this.say.aloud("unsent", {}, true);
      return false;
    } finally {
      this.busy = false;
    }
  }

  // Whether it is saved.
  async read(answer) {
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) this.go(elsewhere);
    if (elsewhere) return false;
    if (answer.headers.get("HX-Refresh")) return this.over();
    if (answer.ok) this.leaving = true;
    if (answer.ok) return true;
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    const { errors = {}, contested = {} } = isJson ? await answer.json() : {};
    this.errors = new Map(Object.entries(errors));
    this.merging.settle(new Map(Object.entries(contested).map(([id, field]) => [id, field && whole(field)])));
    this.onErrors();
    const why = [...new Set(Object.values(errors))].join(" ");
    if (Object.keys(contested).length) this.say.aloud("choose");
    else this.say.aloud(isJson ? why : await problemIn(answer), {}, true);
    return false;
  }

  // It can no longer be changed: the page that comes then says why.
  over() {
    this.leaving = true;
    location.reload();
    return false;
  }
}
