// Sentences come translated with the page; a status line shows and speaks them, and what is only
// to be heard goes to a place of its own.

export function announcer(words) {
  const place = document.getElementById("placing_state");
  const heard = document.getElementById("placing_heard");
  let [asked, told, state] = ["", "", ""];
  let hearing;
  const write = (name, values = {}) =>
    (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  const show = () => (place.textContent = [asked || told, state].filter(Boolean).join(" · "));
  return {
    write,
    // What the saving is at: the next one takes its place.
    aloud(name, values, problem = false) {
      state = write(name, values);
      place.classList.toggle("is-problem", problem);
      show();
    },
    // What is to be done next: stays until it is.
    ask(name) {
      asked = name ? write(name) : "";
      show();
    },
    // What was done: stays long enough to be read.
    tell(name, values) {
      told = write(name, values);
      show();
      setTimeout(() => {
        told = "";
        show();
      }, 5000);
    },
    // What those see who look: said once, when steps that follow each other have ended.
    hear(name, values) {
      clearTimeout(hearing);
      hearing = setTimeout(() => (heard.textContent = write(name, values)), 300);
    },
  };
}
