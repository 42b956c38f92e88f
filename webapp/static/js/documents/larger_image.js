// Pages that are seen enlarged are shown in the widest picture there is, once they come into sight.

const WIDEST = "2480"; // pixels

export function sharpenWhenSeen(imageOf) {
  return new IntersectionObserver((entries, observer) => {
    for (const { target, isIntersecting } of entries) {
      const image = isIntersecting && imageOf(target);
      if (!image) continue;
      observer.unobserve(target);
      const address = new URL(image.src);
      if (address.searchParams.get("width") === WIDEST) continue;
      address.searchParams.set("width", WIDEST);
      image.removeAttribute("srcset");
      image.src = address;
    }
  });
}
