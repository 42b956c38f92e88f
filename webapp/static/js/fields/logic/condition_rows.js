// Conditions as rows to choose from, and the formula that says the same: written, and read back if it
// has that shape. A row is { name, is, value }; what is read is { any, rows }, or nothing.

const NAME = "[a-z][a-z0-9_]*";
const TEXT = `(?:"([^"\\\\]*)"|'([^'\\\\]*)')`;
const SIGNS = { eq: "==", ne: "!=", gt: ">", lt: "<", ge: ">=", le: "<=", after: ">", before: "<" };
const WORDS = { "==": "eq", "!=": "ne", ">": "gt", "<": "lt", ">=": "ge", "<=": "le" };
const SHAPES = [
  [`(not )?is_empty\\((${NAME})\\)`, ([not, name]) => ({ name, is: not ? "filled" : "empty", value: "" })],
  [`contains\\((${NAME}), ${TEXT}\\)`, ([name, one, other]) => ({ name, is: "contains", value: one ?? other })],
  [`(${NAME}) (==|!=) ${TEXT}`, ([name, sign, one, other]) => ({ name, is: WORDS[sign], value: one ?? other })],
  [`(${NAME}) (==|!=|>=|<=|>|<) (-?[0-9]+(?:\\.[0-9]+)?)`, ([name, sign, value]) => ({ name, is: WORDS[sign], value })],
  [`(${NAME}) (==|!=|>|<) date\\("([0-9-]{10})"\\)`, ([name, sign, value]) => ({ name, is: { ">": "after", "<": "before" }[sign] ?? WORDS[sign], value })],
  [`(not )?(${NAME})`, ([not, name]) => ({ name, is: not ? "no" : "yes", value: "" })],
].map(([shape, made]) => [new RegExp(`^${shape}(?= and | or |$)`), made]);

// What each type can be asked.
export const ASKED = {
  text: ["eq", "ne", "contains", "filled", "empty"],
  number: ["eq", "ne", "gt", "lt", "ge", "le", "filled", "empty"],
  date: ["eq", "after", "before", "filled", "empty"],
  yes_no: ["yes", "no"],
};

export const takesValue = (is) => !["filled", "empty", "yes", "no"].includes(is);

export function written({ any, rows }, typeOf) {
  return rows.map((row) => condition(row, typeOf(row.name))).join(any ? " or " : " and ");
}

function condition({ name, is, value }, type) {
  if (is === "yes") return name;
  if (is === "no") return `not ${name}`;
  if (is === "empty") return `is_empty(${name})`;
  if (is === "filled") return `not is_empty(${name})`;
  if (is === "contains") return `contains(${name}, ${quoted(value)})`;
  if (type === "number") return `${name} ${SIGNS[is]} ${value.trim().replace(",", ".")}`;
  if (type === "date") return `${name} ${SIGNS[is]} date("${value}")`;
  return `${name} ${SIGNS[is]} ${quoted(value)}`;
}

// No quote is written in another way: one that is in the text decides which stand around it.
const quoted = (value) => (value.includes('"') ? `'${value}'` : `"${value}"`);

export function read(text) {
  const rows = [];
  const joints = new Set();
  for (let left = text.trim(); ; ) {
    const [found, made] = first(left) ?? [];
    if (!found) return undefined;
    rows.push(made(found.slice(1)));
    left = left.slice(found[0].length);
    if (!left) break;
    const joint = left.startsWith(" and ") ? " and " : " or ";
    joints.add(joint);
    left = left.slice(joint.length);
  }
  if (joints.size > 1 || rows.some((row) => ["true", "false"].includes(row.name))) return undefined;
  return { any: joints.has(" or "), rows };
}

function first(text) {
  for (const [shape, made] of SHAPES) {
    const found = shape.exec(text);
    if (found) return [found, made];
  }
  return undefined;
}
