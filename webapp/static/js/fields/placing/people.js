// For whom the next field is, and how those are called and coloured for whom fields are.

export class People {
  constructor(element, say) {
    Object.assign(this, { element, say, inputs: [...element.querySelectorAll("[name=placing_recipient]")] });
    this.ids = new Set(this.inputs.map((input) => input.value));
  }

  listen(listener) {
    for (const input of this.inputs) input.addEventListener("change", listener);
  }

  // No one is the sender.
  get chosen() {
    const chosen = this.inputs.find((input) => input.checked) ?? this.inputs[0];
    return chosen.value ? [chosen.value] : [];
  }

  choose(place) {
    const input = this.inputs[place];
    if (!input) return;
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.closest("label").scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // In the order in which they are shown.
  those(recipientIds) {
    return this.inputs.filter((input) => recipientIds.includes(input.value));
  }

  // Of several, of the first.
  hue(recipientIds) {
    return this.those(recipientIds)[0]?.dataset.hue ?? "";
  }

  letters(recipientIds) {
    return this.those(recipientIds).map((input) => input.dataset.hue.toUpperCase()).join("");
  }

  names(recipientIds) {
    if (!recipientIds.length) return this.say.write("you");
    const name = (input) => input.parentElement.querySelector(".palette__name").textContent.trim();
    return this.those(recipientIds).map(name).reduce((one, other) => (one ? this.say.write("or", { one, other }) : other), "");
  }

  count(fields) {
    const counts = new Map();
    for (const { recipient_ids } of fields) {
      for (const id of recipient_ids.length ? recipient_ids : [""]) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    for (const place of this.element.querySelectorAll("[data-count]")) {
      place.textContent = counts.get(place.dataset.count) ?? "";
    }
  }
}
