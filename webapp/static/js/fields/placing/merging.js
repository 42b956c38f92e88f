// What other windows and colleagues have done to the same fields: what only they changed is taken
// over, what was changed here too waits for a choice. Nothing is dropped.

import { shown } from "./properties.js";

const AT_ONCE = 300; // fields that one request sends
const MEMBERS = ["document_id", "page", "kind", "x", "y", "width", "height", "required", "label"];

export class Merging {
  constructor(fields) {
    Object.assign(this, { fields, kept: new Map(), sent: new Map(), contested: new Map() });
    for (const field of fields.list) this.kept.set(field.id, field);
    this.onContest = () => {};
  }

  // What differs from what is kept, without what waits for a choice.
  get change() {
    const { fields, kept, contested } = this;
    const changed = fields.list.filter((field) => !contested.has(field.id) && !same(kept.get(field.id), field));
    const removed = [...kept.keys()].filter((id) => !contested.has(id) && !fields.get(id));
    const was = [...changed.map((field) => field.id), ...removed].map((id) => kept.get(id)).filter(Boolean);
    return { fields: changed, removed, was };
  }

  // As much of it as one request sends.
  get portion() {
    const { fields, removed, was } = this.change;
    const sent = { fields: fields.slice(0, AT_ONCE), removed: removed.slice(0, AT_ONCE) };
    const ids = new Set([...sent.fields.map((field) => field.id), ...sent.removed]);
    return { ...sent, was: was.filter((field) => ids.has(field.id)) };
  }

  get isSaved() {
    const { fields, removed } = this.change;
    return !fields.length && !removed.length;
  }

  // Remembers what was asked for: an answer may get lost on its way.
  send({ fields, removed }) {
    for (const field of fields) this.sent.set(field.id, field);
    for (const id of removed) this.sent.set(id, null);
  }

  // What was asked for is kept now, apart from `wrong` and `contested`.
  keep({ fields, removed }, wrong, contested) {
    const open = (id) => wrong.has(id) || contested.has(id);
    for (const field of fields) if (!open(field.id)) this.kept.set(field.id, field);
    for (const id of removed) if (!open(id)) this.kept.delete(id);
    this.sent.clear();
  }

  // All fields as they are stored.
  take(stored) {
    const there = new Map(stored.map((field) => [field.id, field]));
    const ids = new Set([...this.kept.keys(), ...there.keys(), ...this.contested.keys()]);
    this.settle(new Map([...ids].map((id) => [id, there.get(id) ?? null])));
  }

  settle(theirs) {
    const absorbed = new Map();
    for (const [id, field] of theirs) {
      const [was, mine] = [this.kept.get(id) ?? null, this.fields.get(id) ?? null];
      if (same(field, was) && !this.contested.has(id)) continue;
      const unchanged = same(mine, was) || same(mine, field);
      const own = this.sent.has(id) && same(this.sent.get(id), field);
      if (unchanged && !same(mine, field)) absorbed.set(id, field);
      if (unchanged || own) this.hold(id, field);
      else this.contested.set(id, field);
    }
    this.fields.absorb(absorbed);
    this.onContest();
  }

  hold(id, field) {
    this.contested.delete(id);
    if (field) this.kept.set(id, field);
    else this.kept.delete(id);
  }

  // The choice of a person: theirs, or what is here.
  choose(id, isMine) {
    const theirs = this.contested.get(id);
    this.hold(id, theirs);
    if (!isMine) this.fields.absorb(new Map([[id, theirs]]));
    this.onContest();
  }
}

export function same(one, other) {
  if (!one || !other) return !one && !other;
  return differences(one, other).length === 0;
}

// Which members of two fields differ.
export function differences(one, other) {
  const found = MEMBERS.filter((name) => one[name] !== other[name]);
  if ([...one.recipient_ids].sort().join() !== [...other.recipient_ids].sort().join()) found.push("recipient_ids");
  if (written(one.properties) !== written(other.properties)) found.push("properties");
  return found;
}

function written(properties) {
  return Object.entries(properties).map(([name, value]) => `${name}=${shown(value)}`).sort().join("\0");
}
