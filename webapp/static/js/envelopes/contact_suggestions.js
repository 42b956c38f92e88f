// Contacts offered while a recipient is typed: a combobox after the ARIA pattern. Whoever ignores
// it simply types on; without a script nothing is missing.

const WAITS = 120;

export function start(form) {
  form.querySelectorAll("[data-row]").forEach(attach);
  document.addEventListener("htmx:after:settle", (event) => {
    if (event.target.id === "recipient_rows") form.querySelectorAll("[data-row]").forEach(attach);
  });

  function attach(row) {
    for (const input of row.querySelectorAll("input[id^=name-], input[id^=email-]")) {
      if (!input.hasAttribute("role")) new Combobox(input, row, form);
    }
  }
}

class Combobox {
  constructor(input, row, form) {
    Object.assign(this, { input, row, form, people: [], active: -1, asked: 0 });
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-offers`;
    this.list.className = "offers__list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.offers);
    const place = document.createElement("div");
    place.className = "offers";
    // Whoever types in it already goes on doing so.
    const focused = document.activeElement === input;
    input.replaceWith(place);
    place.append(input, this.list);
    if (focused) input.focus({ preventScroll: true });
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", (event) => event.isTrusted && this.ask());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // Before the input loses the focus, which would close the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const one = event.target.closest("[role=option]");
      if (one) this.choose(Number(one.dataset.place));
    });
  }

  ask() {
    clearTimeout(this.timer);
    const typed = this.input.value.trim();
    const number = ++this.asked;
    if (!typed) return this.close();
    this.timer = setTimeout(async () => {
      const answer = await fetch(`${this.form.dataset.offersFrom}?typed=${encodeURIComponent(typed)}`).catch(() => null);
      const people = answer?.ok ? await answer.json().catch(() => []) : [];
      // An answer that comes late is about what was typed before.
      if (number === this.asked && document.activeElement === this.input) this.show(people);
    }, WAITS);
  }

  show(people) {
    const typed = this.input.value.trim();
    const same = people.length === 1 && this.input.id.startsWith("email-") && people[0].email === typed;
    if (!people.length || same) return this.close();
    this.people = people;
    this.active = -1;
    this.list.replaceChildren(...people.map((person, place) => this.option(person, place)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    this.say(this.form.dataset.offersMany.replace("9", people.length));
  }

  option(person, place) {
    const one = document.createElement("li");
    one.id = `${this.list.id}-${place}`;
    one.className = "offers__one";
    one.dataset.place = place;
    one.setAttribute("role", "option");
    one.setAttribute("aria-selected", "false");
    const name = Object.assign(document.createElement("strong"), { textContent: person.name, dir: "auto" });
    const more = [person.email, person.company].filter(Boolean).join(" · ");
    one.append(name, Object.assign(document.createElement("span"), { className: "quiet small", textContent: more }));
    return one;
  }

  press(event) {
    if (event.isComposing) return;
    if (this.list.hidden) {
      if (event.key === "ArrowDown") this.ask();
      return;
    }
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.move(moves[event.key]);
    else if (event.key === "Enter" && this.active >= 0) this.choose(this.active);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  move(by) {
    const count = this.people.length + 1; // one place is the input itself
    this.active = ((this.active + 1 + by + count) % count) - 1;
    [...this.list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === this.active)));
    const one = this.list.children[this.active];
    if (!one) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  }

  choose(place) {
    const person = this.people[place];
    this.row.querySelector("input[id^=name-]").value = person.name;
    this.row.querySelector("input[id^=email-]").value = person.email;
    this.close();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.asked++;
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.say("");
  }

  say(text) {
    const place = document.getElementById("offers_said");
    if (place) place.textContent = text;
  }
}
