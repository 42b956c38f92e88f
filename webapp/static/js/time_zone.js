// The time zone that this browser lives in, chosen for whoever has not chosen one yet.

export function start(select) {
  if (!("guess" in select.dataset)) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
}
