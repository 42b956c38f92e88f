// Names by which formulas and data refer to fields; the same rules as core/fields/field_name.py.

const LIMIT = 40;

// A free name made of the words of a label, or nothing.
export function suggested(label, fields) {
  const plain = label.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  let stem = cut(plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+/, ""));
  if (!stem) return "";
  if (!/^[a-z]/.test(stem) || reserved().has(stem)) stem = cut(`field_${stem}`);
  const taken = new Set(fields.map((field) => field.properties.name));
  let name = stem;
  for (let number = 2; taken.has(name); number += 1) {
    name = `${stem.slice(0, LIMIT - 1 - `${number}`.length)}_${number}`;
  }
  return name;
}

// A copy has no name: each is given once.
export function unnamed(field) {
  const { name, ...properties } = field.properties;
  return name ? { ...field, properties } : field;
}

// A button is one of a group: of that of the last button for the same people on the page, or a new one.
export function grouped(field, { isButton }, fields) {
  if (!isButton || field.properties.group) return field;
  const alike = (other) => other.kind === field.kind && `${other.recipient_ids}` === `${field.recipient_ids}`;
  const beside = fields.on(field.document_id, field.page).map(({ id }) => id);
  const last = fields.list.findLast((other) => beside.includes(other.id) && alike(other));
  const taken = new Set(fields.list.flatMap(({ properties }) => [properties.name, properties.group]));
  let number = 1;
  while (taken.has(`group_${number}`)) number += 1;
  const group = last?.properties.group ?? `group_${number}`;
  return { ...field, properties: { ...field.properties, group } };
}

const cut = (text) => text.slice(0, LIMIT).replace(/_+$/, "");

function reserved() {
  return new Set(JSON.parse(document.getElementById("placing_data").textContent).reserved);
}
