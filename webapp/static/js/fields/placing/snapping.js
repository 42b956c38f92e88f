// Fields snap to the edges and middles of others on the page, and thin guides show to what.

const REACH = 6;

export class Snapping {
  constructor(leaf, others) {
    this.leaf = leaf;
    this.lines = {
      x: [leaf.width / 2, ...others.flatMap((o) => [o.x, o.x + o.width / 2, o.x + o.width])],
      y: others.flatMap((o) => [o.y, o.y + o.height / 2, o.y + o.height]),
    };
    this.guides = { x: guide("x"), y: guide("y") };
    leaf.layer.append(this.guides.x, this.guides.y);
  }

  // Moves a box so that its nearest edge or middle lies on a line.
  move(box) {
    const x = this.nearest("x", [box.x, box.x + box.width / 2, box.x + box.width]);
    const y = this.nearest("y", [box.y, box.y + box.height / 2, box.y + box.height]);
    return this.leaf.within({ ...box, x: box.x + x, y: box.y + y });
  }

  // Moves only the right and the lower edge.
  resize(box) {
    const width = box.width + this.nearest("x", [box.x + box.width]);
    const height = box.height + this.nearest("y", [box.y + box.height]);
    return {
      ...box,
      width: Math.min(width, this.leaf.width - box.x),
      height: Math.min(height, this.leaf.height - box.y),
    };
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
