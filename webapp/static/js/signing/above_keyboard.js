// The bar with the button stays in sight while a phone shows its keyboard over the page.

export function start(bar) {
  const view = window.visualViewport;
  const lift = () => {
    const covered = Math.round(innerHeight - view.height - view.offsetTop);
    // Not what a finger has zoomed into: there the bar would stand in the middle of the page.
    bar.style.translate = view.scale === 1 && covered > 100 ? `0 -${covered}px` : "";
  };
  view?.addEventListener("resize", lift);
  view?.addEventListener("scroll", lift);
}
