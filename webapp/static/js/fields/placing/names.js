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

const cut = (text) => text.slice(0, LIMIT).replace(/_+$/, "");

function reserved() {
  return new Set(JSON.parse(document.getElementById("placing_data").textContent).reserved);
}
