// On which side of its mark each name stands, so that names do not lie over each other. Worked out once per change.
import type { ChartEdge, ChartNode, Place } from "./model";

export type Side = "below" | "above" | "right" | "left";

export interface Box {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

const SIDES: Side[] = ["below", "above", "right", "left"];
/** Average width of a letter at 11 px; measured once, exact enough to keep names apart. */
const LETTER = 6.1;
const CELL = 120;
/** Boxes that are taken, by the cells of the plane that they touch. */
export type Grid = Map<number, Box[]>;

/** Where the middle of the first line stands, relative to the mark, and how it is aligned. */
export function offsetOf(side: Side): { x: number; y: number; align: CanvasTextAlign } {
  if (side === "above") return { x: 0, y: -34, align: "center" };
  if (side === "right") return { x: 21, y: 0, align: "left" };
  if (side === "left") return { x: -21, y: 0, align: "right" };
  return { x: 0, y: 30, align: "center" };
}

/** Returns a side for each thing. What has more lines chooses first; the same chart always comes out the same. */
export function sidesOf(nodes: Iterable<ChartNode>, edges: Iterable<ChartEdge>, places: ReadonlyMap<string, Place>): Map<string, Side> {
  const lines = new Map<string, number>();
  for (const edge of edges) for (const end of [edge.from, edge.to]) lines.set(end, (lines.get(end) ?? 0) + 1);
  const order = [...nodes].sort((a, b) => (lines.get(b.id) ?? 0) - (lines.get(a.id) ?? 0) || a.id.localeCompare(b.id));
  const grid: Grid = new Map();
  for (const node of order) note(grid, around(places.get(node.id) ?? { x: 0, y: 0 }, 16, 16));
  const sides = new Map<string, Side>();
  for (const node of order) {
    const at = places.get(node.id) ?? { x: 0, y: 0 };
    let best: { side: Side; box: Box; over: number } | null = null;
    for (const side of SIDES) {
      const box = wordsBox(node, at, side);
      const over = overlap(grid, box);
      if (!best || over < best.over - 1) best = { side, box, over };
      if (over === 0) break;
    }
    sides.set(node.id, best!.side);
    note(grid, best!.box);
  }
  return sides;
}

export function wordsBox(node: ChartNode, at: Place, side: Side): Box {
  const wide = Math.max(node.label.length * (node.mono ? 6.7 : LETTER), node.sub.length * 5.6) + 4;
  const high = node.sub ? 25 : 13;
  const { x, y, align } = offsetOf(side);
  const left = align === "center" ? at.x - wide / 2 : align === "left" ? at.x + x : at.x + x - wide;
  return { x1: left, y1: at.y + y - 10, x2: left + wide, y2: at.y + y - 10 + high };
}

export function around(at: Place, x: number, y: number): Box {
  return { x1: at.x - x, y1: at.y - y, x2: at.x + x, y2: at.y + y };
}

/** One figure for a cell: strings would cost more than all that is done with them. */
function cell(x: number, y: number): number {
  return (x + 100_000) * 1_000_000 + y + 100_000;
}

const column = (at: number) => Math.floor(at / CELL);

export function note(grid: Grid, box: Box): void {
  for (let x = column(box.x1); x <= column(box.x2); x += 1) {
    for (let y = column(box.y1); y <= column(box.y2); y += 1) {
      const key = cell(x, y);
      const here = grid.get(key);
      if (here) here.push(box);
      else grid.set(key, [box]);
    }
  }
}

/** How much of a box is taken; boxes that lie over each other count each. */
export function overlap(grid: Grid, box: Box): number {
  let sum = 0;
  for (let x = column(box.x1); x <= column(box.x2); x += 1) {
    for (let y = column(box.y1); y <= column(box.y2); y += 1) {
      for (const other of grid.get(cell(x, y)) ?? []) {
        const [left, top] = [Math.max(box.x1, other.x1), Math.max(box.y1, other.y1)];
        const [wide, high] = [Math.min(box.x2, other.x2) - left, Math.min(box.y2, other.y2) - top];
        // What reaches over several cells counts in that of its first corner, and in no other.
        if (wide > 0 && high > 0 && column(left) === x && column(top) === y) sum += wide * high;
      }
    }
  }
  return sum;
}
