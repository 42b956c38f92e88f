// What a condition can ask of: every other field with a value, and groups.
export function targets({ fields, properties, palette }, words) {
  const found = [];
  const groups = new Map();
  for (const field of fields.list) {
    const kind = palette.kindOf(field);
    const { group, name, options, result } = field.properties;
    if (group) groups.set(group, [...(groups.get(group) ?? []), field]);
    if (properties.ids.includes(field.id) || !kind.type || kind.button) continue;
    const type = kind.computed ? (result ?? "number") : kind.type;
    found.push({ key: field.id, name, type, options, signed: kind.personal, word: palette.name(field) });
  }
  for (const [name, members] of groups) {
    const buttons = members.filter((field) => palette.kindOf(field).button);
    const options = buttons.length ? buttons.map((field) => field.properties.choice || field.label).filter(Boolean) : undefined;
    const word = words.group.replace("{name}", name);
    found.push({ key: `group ${name}`, name, type: options ? "text" : "number", options, word });
  }
  return found;
}
