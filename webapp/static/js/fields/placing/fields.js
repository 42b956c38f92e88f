// The fields and how they came to be, so that each step can be undone, redone and named. A step
// knows the fields that it changed and no others: what comes from elsewhere meanwhile stays.

const STEPS = 200;
const TOGETHER = 800; // milliseconds in which steps of the arrow keys are one step to take back

export class Fields {
  constructor(list, say) {
    Object.assign(this, { say, history: [], undone: [], listeners: [] });
    this.byId = new Map(list.map((field) => [field.id, field]));
    this.pages = null;
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  get list() {
    return [...this.byId.values()];
  }

  get(id) {
    return this.byId.get(id);
  }

  // In reading order.
  on(documentId, page) {
    if (!this.pages) {
      this.pages = new Map();
      for (const field of this.byId.values()) {
        const key = `${field.document_id}:${field.page}`;
        this.pages.set(key, [...(this.pages.get(key) ?? []), field]);
      }
      for (const list of this.pages.values()) list.sort((a, b) => a.y - b.y || a.x - b.x);
    }
    return this.pages.get(`${documentId}:${page}`) ?? [];
  }

  add(fields, name, verb = "added") {
    this.commit(new Map(fields.map((field) => [field.id, field])), verb, name);
  }

  // `values(field)` are the members that become others; `verb` names the step: moved, changed.
  change(fields, values, verb, name, together = false) {
    const changes = new Map();
    for (const field of fields) {
      const changed = values(field);
      const differs = Object.entries(changed).some(([key, value]) => field[key] !== value);
      if (differs) changes.set(field.id, { ...field, ...changed });
    }
    if (changes.size) this.commit(changes, verb, name, together);
  }

  remove(fields, name, verb = "removed") {
    this.commit(new Map(fields.map((field) => [field.id, null])), verb, name);
  }

  commit(changes, verb, name, together = false) {
    const ids = [...changes.keys()].join();
    const last = this.history.at(-1);
    const goesOn = together && last?.verb === verb && last.ids === ids && Date.now() - last.at < TOGETHER;
    const before = this.swap(changes);
    if (goesOn) last.at = Date.now();
    else this.history.push({ changes: before, verb, name, ids, at: Date.now() });
    if (this.history.length > STEPS) this.history.shift();
    this.undone = [];
    this.tell(verb, name, changes);
  }

  // What was changed elsewhere: no step of this page.
  absorb(changes) {
    if (!changes.size) return;
    this.swap(changes);
    this.tell("absorbed", "", changes);
  }

  undo() {
    this.step(this.history, this.undone, "undone");
  }

  redo() {
    this.step(this.undone, this.history, "redone");
  }

  // Takes the last step of one pile back, and lays the way forth on the other.
  step(from, to, how) {
    const step = from.pop();
    if (!step) return;
    const before = this.swap(step.changes);
    to.push({ ...step, changes: before, at: 0 });
    this.tell(how, "", step.changes);
    this.say.tell(how, { what: this.say.write(step.verb, { field: step.name }) });
  }

  // Sets fields, null: none; gives what there was.
  swap(changes) {
    const before = new Map();
    for (const [id, field] of changes) {
      before.set(id, this.byId.get(id) ?? null);
      if (field) this.byId.set(id, field);
      else this.byId.delete(id);
    }
    this.pages = null;
    return before;
  }

  tell(what, name = "", changes = new Map()) {
    for (const listener of this.listeners) listener(what, name, changes);
  }
}

// What says nothing was left out on the way here.
export function whole(field) {
  return { required: true, label: "", properties: {}, ...field };
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
