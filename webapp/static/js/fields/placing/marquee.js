// A frame drawn with the mouse on the desk selects the fields that it touches.

import { drag } from "./dragging.js";

export function frame(down, { desk, selection }) {
  const before = down.shiftKey ? [...selection.ids] : [];
  const start = { x: down.clientX + scrollX, y: down.clientY + scrollY };
  const box = document.createElement("div");
  box.className = "marquee";
  return drag(down, {
    begin: () => document.body.append(box),
    move: (event) => {
      const [x, y] = [event.clientX + scrollX, event.clientY + scrollY];
      const [left, top] = [Math.min(x, start.x), Math.min(y, start.y)];
      Object.assign(box.style, { left: `${left}px`, top: `${top}px`, width: `${Math.abs(x - start.x)}px`, height: `${Math.abs(y - start.y)}px` });
      selection.set([...before, ...touched(box.getBoundingClientRect(), desk)]);
    },
    end: () => box.remove(),
    cancel: () => box.remove(),
    click: () => {
      if (!down.shiftKey) selection.clear();
    },
  });
}

function touched(room, desk) {
  return [...desk.element.querySelectorAll("[data-field]")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.left < room.right && box.right > room.left && box.top < room.bottom && box.bottom > room.top;
  }).map((element) => element.dataset.field);
}
