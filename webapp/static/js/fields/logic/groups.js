// Fields of one group: they share their conditions, and boxes how many of them are checked.

import { suggested } from "../placing/names.js";

const SHARED = ["shown_if", "required_if", "group_minimum", "group_maximum"];

// A new button joins the group of the last one, and who joins a group takes what it has.
export function shareGroups({ fields, palette, properties }) {
  palette.group = () => {
    const last = fields.list.filter((field) => palette.kindOf(field).button).at(-1);
    return last?.properties.group ?? suggested("choice", fields.list);
  };
  properties.form.addEventListener("change", ({ target: { name } }) => {
    if (name !== "group" && !SHARED.includes(name)) return;
    for (const one of properties.list) share(one, name, fields, palette);
  });
}

function share(one, name, fields, palette) {
  const { group } = one.properties;
  const others = fields.list.filter((field) => group && field.properties.group === group && field !== one);
  const has = (field, property) => palette.kindOf(field).properties.includes(property);
  if (name !== "group") {
    const following = others.filter((field) => has(field, name));
    follow(following, { [name]: one.properties[name] }, fields, palette);
  } else if (others.length) {
    const shared = SHARED.filter((property) => has(one, property));
    const told = shared.map((property) => [property, others.find((field) => has(field, property))]);
    follow([one], Object.fromEntries(told.filter(([, other]) => other).map(([property, other]) => [property, other.properties[property]])), fields, palette);
  }
}

function follow(list, said, fields, palette) {
  const differing = list.filter(({ properties }) => Object.entries(said).some(([name, value]) => properties[name] !== value));
  const follows = ({ properties }) => {
    const next = { ...properties, ...said };
    for (const name of SHARED) if (next[name] === undefined) delete next[name];
    return { properties: next };
  };
  if (differing.length) fields.change(differing, follows, "changed", palette.name(...differing));
}
