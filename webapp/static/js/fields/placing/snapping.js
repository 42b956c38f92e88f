// Boxes snap to the edges and middles of other fields, of the page and of its middle, and thin
// guides show to what. With Ctrl held they do not.

const REACH = 6;

export class Snapping {
  constructor(leaf, others) {
    this.leaf = leaf;
    this.lines = {
      x: [0, leaf.width / 2, leaf.width, ...others.flatMap((o) => [o.x, o.x + o.width / 2, o.x + o.width])],
      y: [0, leaf.height / 2, leaf.height, ...others.flatMap((o) => [o.y, o.y + o.height / 2, o.y + o.height])],
    };
    this.guides = { x: guide("x"), y: guide("y") };
    leaf.layer.append(this.guides.x, this.guides.y);
  }

  // Moves a box so that its nearest edge or middle lies on a line.
  move(box, free = false) {
    const x = free ? this.hide("x") : this.nearest("x", [box.x, box.x + box.width / 2, box.x + box.width]);
    const y = free ? this.hide("y") : this.nearest("y", [box.y, box.y + box.height / 2, box.y + box.height]);
    return this.leaf.within({ ...box, x: box.x + x, y: box.y + y });
  }

  // By how much an edge has to move to lie on a line.
  edge(axis, place, free = false) {
    return free ? this.hide(axis) : this.nearest(axis, [place]);
  }

  hide(axis) {
    this.guides[axis].hidden = true;
    return 0;
  }

  nearest(axis, edges) {
    const reach = REACH / this.leaf.scale;
    let best = null;
    for (const edge of edges) {
      for (const line of this.lines[axis]) {
        const away = line - edge;
        if (Math.abs(away) < reach && (!best || Math.abs(away) < Math.abs(best.away))) best = { away, line };
      }
    }
    const shown = this.guides[axis];
    shown.hidden = !best;
    if (best && axis === "x") shown.style.left = `${(100 * best.line) / this.leaf.width}%`;
    if (best && axis === "y") shown.style.top = `${(100 * best.line) / this.leaf.height}%`;
    return best?.away ?? 0;
  }

  end() {
    this.guides.x.remove();
    this.guides.y.remove();
  }
}

function guide(axis) {
  const line = document.createElement("div");
  line.className = `guide guide--${axis}`;
  line.hidden = true;
  return line;
}
