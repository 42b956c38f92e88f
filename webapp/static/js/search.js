// What is searched for stands in the address, so that it can be kept and gone back to.

export function start(form) {
  form.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response.status >= 400 || event.target !== form) return;
    const words = new URLSearchParams(new FormData(form));
    for (const name of new Set(words.keys())) if (!words.get(name)) words.delete(name);
    history.replaceState(history.state, "", `${form.action}?${words}`);
  });
}
