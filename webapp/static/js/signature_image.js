// Pictures of signatures: ink on nothing, cut to what was written, at most 1,000 pixels wide.

export const INK = "rgb(24, 32, 72)";
const WIDEST = 1000;
const HIGHEST = 500;
const MARGIN = 6;
const FONTS = { caveat: "Caveat", "dancing-script": "Dancing Script", "great-vibes": "Great Vibes" };
// For letters that handwriting lacks: those that the server draws with, then the reader's own.
const UPRIGHT = '"Inter Variable", "Noto Sans JP", cursive';

export async function fromText(typed, name) {
  const text = typed.normalize("NFC");
  const font = `120px "${FONTS[name]}", ${UPRIGHT}`;
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

export async function fromFile(file) {
  if (file.size > 5_000_000) throw new Error("too large");
  const picture = await createImageBitmap(file);
  return toPng(picture, 0, 0, picture.width, picture.height);
}

export function cut(canvas) {
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
  left = Math.max(left - MARGIN, 0);
  top = Math.max(top - MARGIN, 0);
  right = Math.min(right + MARGIN, width);
  bottom = Math.min(bottom + MARGIN, height);
  return toPng(canvas, left, top, right - left, bottom - top);
}

function toPng(source, x, y, width, height) {
  const scale = Math.min(WIDEST / width, HIGHEST / height, 1);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(Math.round(width * scale), 1);
  canvas.height = Math.max(Math.round(height * scale), 1);
  canvas.getContext("2d").drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
