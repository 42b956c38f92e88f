// One field as it is drawn on its page. A ghost, of the class that is given, is a field as it is in
// another window, or one that no one can change any more.

const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

export function drawn(field, leaf, palette, say, ghost = "") {
  const element = document.createElement("div");
  const kind = palette.kindOf(field);
  element.className = `placed hued placed--${field.kind}`;
  element.dataset.hue = palette.hue(field.recipient_ids);
  element.classList.toggle("is-square", kind.square);
  element.classList.toggle("is-optional", !field.required);
  leaf.put(element, field);
  const word = document.createElement("span");
  word.className = "placed__word";
  const printed = field.recipient_ids.length ? "" : field.properties.default;
  word.textContent = printed || field.label || palette.word(field.kind);
  element.append(letters(field, palette), palette.drawing(field.kind), word);
  if (ghost) {
    element.classList.add(ghost);
    element.setAttribute("aria-hidden", "true");
    return element;
  }
  element.dataset.field = field.id;
  element.tabIndex = -1;
  element.setAttribute("role", "button");
  element.setAttribute("aria-describedby", "placing_help");
  element.append(heard(field, palette, say), ...badge(field), ...handles(kind));
  return element;
}

function letters(field, palette) {
  const letter = document.createElement("span");
  letter.className = "placed__letter";
  letter.setAttribute("aria-hidden", "true");
  letter.textContent = palette.letters(field.recipient_ids);
  letter.hidden = !letter.textContent;
  return letter;
}

function heard(field, palette, say) {
  const more = document.createElement("span");
  more.className = "for-reader";
  const must = say.write(field.required ? "required" : "optional");
  const { shown_if, required_if } = field.properties;
  const when = shown_if || required_if ? `, ${say.write("conditional")}` : "";
  more.textContent = `: ${palette.name(field)}, ${must}${when}`;
  return more;
}

// Not always there, or not always asked for.
function badge({ properties: { shown_if, required_if } }) {
  if (!shown_if && !required_if) return [];
  const mark = document.createElement("span");
  mark.className = "placed__badge";
  mark.setAttribute("aria-hidden", "true");
  mark.textContent = "?";
  return [mark];
}

// A square stays one: it is taken at its corners.
function handles(kind) {
  const sides = kind.square ? HANDLES.filter((side) => side.length === 2) : HANDLES;
  return sides.map((side) => {
    const handle = document.createElement("span");
    handle.className = `placed__handle placed__handle--${side}`;
    handle.dataset.handle = side;
    return handle;
  });
}
