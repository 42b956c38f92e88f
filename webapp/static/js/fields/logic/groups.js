// Fields of one group: checkboxes and radio buttons that belong together.

import { suggested } from "../placing/names.js";

// A new button joins the group of the last one, and what a group asks for its boxes all have.
export function shareGroups({ fields, palette, properties }) {
  palette.group = () => {
    const last = fields.list.filter((field) => palette.kindOf(field).button).at(-1);
    return last?.properties.group ?? suggested("choice", fields.list);
  };
  properties.form.addEventListener("change", ({ target: { name } }) => {
    if (!["group_minimum", "group_maximum", "group"].includes(name)) return;
    for (const one of properties.list) share(one, name, fields, palette);
  });
}

function share(one, name, fields, palette) {
  const { group } = one.properties;
  const others = fields.list.filter((field) => group && field.properties.group === group && field.kind === one.kind && field !== one);
  if (name === "group") {
    if (others.length) fields.change([one], asOf(others[0]), "changed", palette.name(one));
  } else fields.change(others, asOf(one), "changed", palette.name(...others));
}

// With the numbers of another member of the group.
const asOf = ({ properties: { group_minimum, group_maximum } }) => ({ properties }) => {
  const next = { ...properties, group_minimum, group_maximum };
  for (const name of ["group_minimum", "group_maximum"]) if (next[name] === undefined) delete next[name];
  return { properties: next };
};
