// Starts the behaviour that an element asks for: data-start="upload" loads upload.js beside this.

const started = new WeakSet();
const POLLED = '[hx-trigger^="every"]';

async function start(element) {
  if (started.has(element)) return;
  started.add(element);
  for (const name of element.dataset.start.split(" ")) {
    const behaviour = await import(`./${name}.js`);
    behaviour.start(element);
  }
}

function startWithin(root) {
  if (root.matches?.(POLLED) || root.querySelector(POLLED)) import("./polling.js");
  const asking = [...root.querySelectorAll("[data-start]")];
  if (root.matches?.("[data-start]")) asking.unshift(root);
  return Promise.all(asking.map(start));
}

// Whoever drives the page, as a test does, knows by this when it answers to what they do.
startWithin(document).then(() => { document.documentElement.dataset.started = ""; });
// Also what htmx put into the page.
document.addEventListener("htmx:after:process", (event) => startWithin(event.target));

// A request that never arrived says so; polling.js tries again by itself.
document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (!ctx || ctx.response || ctx.request.method === "GET") return;
  import("./notice.js").then((notice) => notice.show(document.body.dataset.offline ?? ""));
});

if (document.querySelector("time[data-ago]")) import("./times.js").then((times) => times.start());

// The page that is shown without a network; until this one is loaded the network is its own.
if ("serviceWorker" in navigator && window.top === window) {
  const register = () => navigator.serviceWorker.register("/service-worker.js").catch(() => null);
  addEventListener("load", () => setTimeout(register, 3_000), { once: true });
}
