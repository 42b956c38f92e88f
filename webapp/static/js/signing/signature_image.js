// Pictures of signatures: ink on nothing, cut to what was written, at most 1,000 pixels wide.

export const INK = "rgb(24, 32, 72)";
const WIDEST = 1000;
const HIGHEST = 500;
const MARGIN = 6;
const CONTRAST = 40;
// A family as style sheets say it, in which what it lacks is drawn upright.
const face = (pixels, family, style = "normal") => `${style} ${pixels}px ${family}`;

export async function fromText(typed, family, style) {
  const text = typed.normalize("NFC");
  const font = face(120, family, style);
  await document.fonts.load(font, text);
  const canvas = document.createElement("canvas");
  const measured = Object.assign(canvas.getContext("2d"), { font }).measureText(text);
  canvas.width = Math.min(Math.ceil(measured.width) + 240, 8000);
  canvas.height = 420;
  const context = canvas.getContext("2d");
  Object.assign(context, { font, fillStyle: INK, textAlign: "center", textBaseline: "middle" });
  context.fillText(text, canvas.width / 2, canvas.height / 2);
  return cut(canvas);
}

// Whether this browser has a look for every letter: what it lacks it draws like a letter there is not.
export async function hasLetters(text, family, style) {
  const font = face(48, family, style);
  await document.fonts.load(font, text);
  const missing = look("\u{10ffff}", font);
  return [...new Set(text)].every((letter) => !letter.trim() || look(letter, font) !== missing);
}

function look(letter, font) {
  const context = Object.assign(document.createElement("canvas"), { width: 96, height: 96 }).getContext("2d");
  Object.assign(context, { font, textAlign: "center", textBaseline: "middle" });
  context.fillText(letter, 48, 48);
  return context.getImageData(0, 0, 96, 96).data.join();
}

// A part of a picture, in its pixels. Nothing when it shows nothing.
export function fromPart(canvas, { x, y, width, height }) {
  return toPng(canvas, x, y, width, height, isInked);
}

// Whether something differs from the paper, which is white or else the lightest colour there is.
// The server asks the same (tenants/use_cases/signing/ink_detection.py); asked here, it is told at once.
function isInked(context, { width, height }) {
  const { data } = context.getImageData(0, 0, width, height);
  const [lightest, darkest] = [[0, 0, 0], [255, 255, 255]];
  for (let at = 0; at < data.length; at += 4) {
    const opacity = data[at + 3] / 255;
    for (let n = 0; n < 3; n += 1) {
      const level = 255 - opacity * (255 - data[at + n]);
      lightest[n] = Math.max(lightest[n], level);
      darkest[n] = Math.min(darkest[n], level);
    }
  }
  return lightest.some((level, n) => level - darkest[n] >= CONTRAST);
}

// Nothing when nothing was drawn.
export async function cut(canvas) {
  const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let at = 3; at < data.length; at += 4) {
    if (!data[at]) continue;
    const pixel = (at - 3) / 4;
    const x = pixel % width;
    const y = (pixel - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (right < left) return null;
  left = Math.max(left - MARGIN, 0);
  top = Math.max(top - MARGIN, 0);
  right = Math.min(right + MARGIN, width);
  bottom = Math.min(bottom + MARGIN, height);
  return toPng(canvas, left, top, right - left, bottom - top);
}

function toPng(source, x, y, width, height, isGood = () => true) {
  const scale = Math.min(WIDEST / width, HIGHEST / height, 1);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(Math.round(width * scale), 1);
  canvas.height = Math.max(Math.round(height * scale), 1);
  const context = canvas.getContext("2d");
  context.drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  if (!isGood(context, canvas)) return null;
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
