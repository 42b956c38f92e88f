// Pages are dragged into another order, and boxes drawn on a page to redact what is under them.

export function start(form) {
  form.classList.add("is-draggable");
  form.querySelector("[data-pages]")?.addEventListener("pointerdown", (event) => {
    const card = event.button === 0 && event.target.closest("[data-grip]")?.closest("[data-page]");
    if (card) drag(card, event, () => press(form, "order"));
  });
  const sheet = form.querySelector("[data-redact]");
  sheet?.addEventListener("pointerdown", (event) => event.button === 0 && draw(form, sheet, event));
  form.querySelector("#redacting_title")?.focus({ preventScroll: true });
}

// As if a button with this value had been pressed.
function press(form, value) {
  const button = Object.assign(document.createElement("button"), { name: "action", value, hidden: true });
  form.append(button);
  button.click();
  button.remove();
}

function drag(card, event, done) {
  const cards = card.parentElement;
  const before = [...cards.children];
  event.preventDefault();
  cards.setPointerCapture(event.pointerId);
  card.classList.add("is-dragged");
  const move = ({ clientX, clientY }) => {
    const over = document.elementsFromPoint(clientX, clientY).find((each) => each.matches("[data-page]"));
    if (!over || over === card) return;
    const isLater = card.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
    over[isLater ? "after" : "before"](card);
  };
  cards.addEventListener("pointermove", move);
  cards.addEventListener(
    "lostpointercapture",
    () => {
      cards.removeEventListener("pointermove", move);
      card.classList.remove("is-dragged");
      if ([...cards.children].some((each, place) => each !== before[place])) done();
    },
    { once: true },
  );
}

function draw(form, sheet, event) {
  const box = sheet.querySelector("[data-new]");
  const size = sheet.querySelector("svg").viewBox.baseVal;
  const at = ({ clientX, clientY }) => {
    const edges = sheet.getBoundingClientRect();
    const share = (n, from, length) => Math.min(1, Math.max(0, (n - from) / length));
    return [share(clientX, edges.left, edges.width) * size.width, share(clientY, edges.top, edges.height) * size.height];
  };
  const [left, top] = at(event);
  const place = {};
  event.preventDefault();
  sheet.setPointerCapture(event.pointerId);
  const move = (moved) => {
    const [x, y] = at(moved);
    Object.assign(place, { x: Math.min(x, left), y: Math.min(y, top), width: Math.abs(x - left), height: Math.abs(y - top) });
    for (const [name, value] of Object.entries(place)) box.setAttribute(name, value);
  };
  sheet.addEventListener("pointermove", move);
  sheet.addEventListener(
    "lostpointercapture",
    () => {
      sheet.removeEventListener("pointermove", move);
      if (!(place.width > 3 && place.height > 3)) return;
      for (const [name, value] of Object.entries(place)) form.elements[name].value = value.toFixed(1);
      press(form, sheet.dataset.redact);
    },
    { once: true },
  );
}
