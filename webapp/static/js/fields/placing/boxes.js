// Boxes of fields: around several, moved together, resized at one side.

export const SMALLEST = 12;

export function around(fields) {
  const x = Math.min(...fields.map((field) => field.x));
  const y = Math.min(...fields.map((field) => field.y));
  const right = Math.max(...fields.map((field) => field.x + field.width));
  const bottom = Math.max(...fields.map((field) => field.y + field.height));
  return { x, y, width: right - x, height: bottom - y };
}

// Where each of several lies when the box around them lies at `box`.
export function moved(fields, box, leaf) {
  const from = around(fields);
  return new Map(fields.map((field) => [
    field.id,
    leaf.within({ ...field, x: field.x + box.x - from.x, y: field.y + box.y - from.y }),
  ]));
}

// A box whose side or corner ("ne") was taken along.
export function resized(field, side, byX, byY, leaf, square) {
  let { x, y } = field;
  let right = x + field.width;
  let bottom = y + field.height;
  if (side.includes("w")) x = Math.max(0, Math.min(x + byX, right - SMALLEST));
  if (side.includes("e")) right = Math.min(leaf.width, Math.max(right + byX, x + SMALLEST));
  if (side.includes("n")) y = Math.max(0, Math.min(y + byY, bottom - SMALLEST));
  if (side.includes("s")) bottom = Math.min(leaf.height, Math.max(bottom + byY, y + SMALLEST));
  let width = right - x;
  let height = bottom - y;
  if (square) {
    width = height = Math.max(width, height);
    if (side.includes("w")) x = right - width;
    if (side.includes("n")) y = bottom - height;
  }
  return leaf.within({ x, y, width, height });
}
