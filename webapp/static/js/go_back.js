// A link that goes to where the reader came from; without a script it is an ordinary link.

export function start(link) {
  if (history.length < 2) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    history.back();
  });
}
