// The time zone that this browser lives in: no one has to be asked for it.

export function start(input) {
  input.value = Intl.DateTimeFormat().resolvedOptions().timeZone || input.value;
}
