// The list of fields and how it came to be, so that each step can be undone, redone and named.

export class Fields {
  constructor(list, say) {
    this.list = list;
    this.history = [];
    this.undone = [];
    this.listeners = [];
    this.say = say;
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  get(id) {
    return this.list.find((field) => field.id === id);
  }

  on(documentId, page) {
    return this.list
      .filter((field) => field.document_id === documentId && field.page === page)
      .sort((a, b) => a.y - b.y || a.x - b.x);
  }

  add(field, name) {
    this.remember("added", name);
    this.list = [...this.list, field];
    this.tell("added");
  }

  // `verb` names the step for undo: moved, resized, changed.
  change(id, values, verb, name) {
    const before = this.get(id);
    if (!before || Object.entries(values).every(([key, value]) => before[key] === value)) return;
    const last = this.history.at(-1);
    // Steps of the arrow keys that follow each other closely are one step to take back.
    const goesOn = last?.id === id && last.verb === verb && Date.now() - last.at < 800;
    if (goesOn) {
      last.at = Date.now();
      this.undone = [];
    } else this.remember(verb, name, id);
    this.list = this.list.map((field) => (field.id === id ? { ...field, ...values } : field));
    this.tell(verb);
  }

  remove(id, name) {
    this.remember("removed", name);
    this.list = this.list.filter((field) => field.id !== id);
    this.tell("removed");
  }

  undo() {
    this.step(this.history, this.undone, "undone");
  }

  redo() {
    this.step(this.undone, this.history, "redone");
  }

  // Goes to the list of the last step of one pile, and lays where it came from on the other.
  step(from, to, how) {
    const step = from.pop();
    if (!step) return;
    to.push({ ...step, list: this.list, at: 0 });
    this.list = step.list;
    this.tell(how);
    this.say.tell(how, { what: this.say.write(step.verb, { field: step.name }) });
  }

  remember(verb, name, id = "") {
    this.history.push({ list: this.list, verb, name, id, at: Date.now() });
    if (this.history.length > 200) this.history.shift();
    this.undone = [];
  }

  tell(what) {
    for (const listener of this.listeners) listener(what);
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
