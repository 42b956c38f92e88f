// A link that goes to where the reader came from; without a script it loads the page again.

export function start(link) {
  if (history.length < 2) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    history.back();
  });
}
