// Offline there is a plain page that says so. Nothing else is kept: no page, no document, no image.
// SHELL, the addresses of that page and of what it is drawn with, stands before this.

const CACHE = `shell ${SHELL.join(" ")}`;

self.addEventListener("install", (event) => {
  const fresh = SHELL.map((address) => new Request(address, { credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== CACHE);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((n) => caches.delete(n)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.mode === "navigate") {
    if (request.method !== "GET") return;
    event.respondWith(fetch(request).catch(() => caches.match(SHELL[0])));
  } else if (address.origin === location.origin && SHELL.includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept ?? fetch(request)));
  }
});
