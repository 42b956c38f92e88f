// An element with these members.
export function made(tag, members) {
  return Object.assign(document.createElement(tag), members);
}
