// A chosen picture of a signature: turned, and cut by two corners that fingers and arrow keys move.

import { fromPart } from "./signature_image.js";

const LARGEST_FILE = 10_000_000;
const LARGEST = 2000; // pixels that are worked with
const SMALLEST = [40, 12]; // pixels of what is selected
const LEAST = 0.04; // of the width and height
const STEP = 0.02;

// Gives a function that makes the picture, or the sentence that says what is wrong.
export function startCropping(form) {
  const area = form.querySelector("[data-picture]");
  const stage = area.querySelector(".crop");
  const canvas = area.querySelector("canvas");
  const state = area.querySelector("[data-crop-state]");
  const corners = [...area.querySelectorAll("[data-corner]")];
  const input = form.elements.image;
  let picture = null;
  let problem = "";
  let ready = Promise.resolve();
  let [first, second] = [[0, 0], [1, 1]];

  input.addEventListener("change", () => (ready = open()));
  // A file may have been chosen before this script was there.
  if (input.files.length) ready = open();
  area.querySelector("[data-turn]").addEventListener("click", turn);
  area.querySelector("[data-whole]").addEventListener("click", () => select([0, 0], [1, 1]));
  corners.forEach((corner, number) => {
    corner.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      corner.focus();
      corner.setPointerCapture(event.pointerId);
    });
    corner.addEventListener("pointermove", (event) => {
      if (!corner.hasPointerCapture(event.pointerId)) return;
      const box = canvas.getBoundingClientRect();
      move(number, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    });
    corner.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const [x, y] = number ? second : first;
      const step = event.shiftKey ? 5 * STEP : STEP;
      move(number, x + way[0] * step, y + way[1] * step);
      say();
    });
    corner.addEventListener("pointerup", say);
  });

  return async () => {
    await ready;
    if (problem || !picture) return problem || form.dataset.chooseFirst;
    const part = {
      x: Math.round(first[0] * canvas.width),
      y: Math.round(first[1] * canvas.height),
      width: Math.round((second[0] - first[0]) * canvas.width),
      height: Math.round((second[1] - first[1]) * canvas.height),
    };
    if (part.width < SMALLEST[0] || part.height < SMALLEST[1]) return form.dataset.tooSmall;
    return (await fromPart(canvas, part)) ?? form.dataset.noInk;
  };

  async function open() {
    const [file] = input.files;
    picture = null;
    problem = "";
    area.hidden = true;
    if (!file) return;
    if (file.size > LARGEST_FILE) problem = form.dataset.tooLarge;
    else picture = await createImageBitmap(file).catch(() => null);
    if (!picture) problem ||= form.dataset.unusable;
    form.querySelector("[role=alert]").replaceChildren();
    if (!picture) return;
    area.hidden = false;
    draw(picture, picture.width, picture.height);
    select(...inked());
  }

  function draw(source, width, height, angle = 0) {
    const scale = Math.min(LARGEST / Math.max(width, height), 1);
    const [wide, high] = [width * scale, height * scale].map((side) => Math.max(Math.round(side), 1));
    [canvas.width, canvas.height] = angle ? [high, wide] : [wide, high];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.translate(canvas.width / 2, canvas.height / 2);
    context.rotate(angle);
    context.drawImage(source, -wide / 2, -high / 2, wide, high);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  function turn() {
    const before = document.createElement("canvas");
    [before.width, before.height] = [canvas.width, canvas.height];
    before.getContext("2d").drawImage(canvas, 0, 0);
    draw(before, before.width, before.height, Math.PI / 2);
    // The same part as before, seen from its new side.
    select([1 - second[1], first[0]], [1 - first[1], second[0]]);
  }

  // Where the picture is darker than its paper, with a margin: what one most likely wants.
  function inked() {
    const small = document.createElement("canvas");
    const scale = Math.min(400 / canvas.width, 1);
    small.width = Math.max(Math.round(canvas.width * scale), 1);
    small.height = Math.max(Math.round(canvas.height * scale), 1);
    const context = small.getContext("2d");
    Object.assign(context, { fillStyle: "white" }).fillRect(0, 0, small.width, small.height);
    context.drawImage(canvas, 0, 0, small.width, small.height);
    const { data } = context.getImageData(0, 0, small.width, small.height);
    const light = Array.from({ length: data.length / 4 }, (_, n) => (data[4 * n] + data[4 * n + 1] + data[4 * n + 2]) / 3);
    const paper = [...light].sort((a, b) => a - b)[Math.floor(light.length * 0.8)];
    const dark = light.flatMap((level, n) => (paper - level > 60 ? [n] : []));
    if (!dark.length) return [[0, 0], [1, 1]];
    const across = dark.map((n) => (n % small.width) / small.width);
    const down = dark.map((n) => Math.floor(n / small.width) / small.height);
    const edge = (values, pick, by) => values.reduce((a, b) => pick(a, b)) + by;
    return [
      [edge(across, Math.min, -0.03), edge(down, Math.min, -0.05)],
      [edge(across, Math.max, 0.03), edge(down, Math.max, 0.05)],
    ];
  }

  function move(number, x, y) {
    if (number) select(first, [Math.max(x, first[0] + LEAST), Math.max(y, first[1] + LEAST)]);
    else select([Math.min(x, second[0] - LEAST), Math.min(y, second[1] - LEAST)], second);
  }

  function select(...places) {
    [first, second] = places.map((place) => place.map((share) => Math.min(Math.max(share, 0), 1)));
    ["--left", "--top", "--right", "--bottom"].forEach((side, n) => {
      stage.style.setProperty(side, `${100 * [...first, ...second][n]}%`);
    });
  }

  function say() {
    const [width, height] = [0, 1].map((n) => Math.round(100 * (second[n] - first[n])));
    state.textContent = form.dataset.cropped.replace("{w}", width).replace("{h}", height);
  }
}
