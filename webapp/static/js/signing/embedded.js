// Tells the page of the application that shows this one in a frame how far its signer has come.

export function start(element) {
  const { origin, event, envelope, recipient, returnTo } = element.dataset;
  if (!origin && returnTo) location.replace(returnTo); // a page of its own: no one listens
  if (!origin || window.parent === window) return;
  const tell = (about) => {
    window.parent.postMessage({ source: "countersign", envelope, recipient, ...about }, origin);
  };
  tell({ event });
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.scrollHeight);
    if (height !== told) tell({ event: "height", height });
    told = height;
  }).observe(document.body);
  if (returnTo) location.replace(returnTo);
}
