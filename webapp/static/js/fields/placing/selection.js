// The fields that are selected: in the order in which they were.

export class Selection {
  constructor(fields) {
    Object.assign(this, { fields, ids: new Set(), listeners: [] });
    fields.listen(() => {
      const left = [...this.ids].filter((id) => fields.get(id));
      if (left.length < this.ids.size) this.set(left);
    });
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  get list() {
    return [...this.ids].map((id) => this.fields.get(id));
  }

  get size() {
    return this.ids.size;
  }

  // The one that was selected last.
  get last() {
    return [...this.ids].at(-1) ?? "";
  }

  has(id) {
    return this.ids.has(id);
  }

  set(ids) {
    const next = new Set([...ids].filter((id) => this.fields.get(id)));
    const same = next.size === this.ids.size && [...next].every((id) => this.ids.has(id));
    this.ids = next;
    if (!same) for (const listener of this.listeners) listener();
  }

  add(ids) {
    this.set([...this.ids, ...ids]);
  }

  toggle(id) {
    this.set(this.has(id) ? [...this.ids].filter((other) => other !== id) : [...this.ids, id]);
  }

  clear() {
    this.set([]);
  }
}
