// Where the words of each line stand: along it where they are clear of marks, names and each other, else beside it.
import { around, type Box, type Grid, note, overlap, type Side, wordsBox } from "./collide";
import type { ChartNode, Place } from "./model";

/** A line as it is drawn: its middle and its ends. */
export interface DrawnLine {
  id: string;
  label: string;
  /** An unknown leg: a ring with "?" stands at its middle, the words under or over the ring. */
  hasRing: boolean;
  middle: Place;
  ends: readonly [Place, Place];
}

/** Half the height of a line of words, and of the ring of an unknown leg. */
const HALF = 7;
const RING = 9;
/** Average width of half a letter at 10.5 px. */
const HALF_LETTER = 2.9;
/** With more lines than this only places on the line are tried: nobody reads so many words at once. */
const MANY = 400;
/** Tried along the line, nearest to its middle first, as shares of its length. */
const ALONG = [0, 0.1, -0.1, 0.18, -0.18, 0.26, -0.26, 0.33, -0.33];

/** What no line's words may lie on: marks with their badges, and names where they stand. */
export function takenBy(nodes: Iterable<ChartNode>, places: (id: string) => Place, sides: ReadonlyMap<string, Side>): Box[] {
  return [...nodes].flatMap((node) => {
    const at = places(node.id);
    return [around(at, 16, 16), wordsBox(node, at, sides.get(node.id) ?? "below")];
  });
}

/** The middle of the words of each line. Unknown legs choose first, then short lines; the same chart always comes out the same. */
export function spotsOf(lines: Iterable<DrawnLine>, taken: Iterable<Box>): Map<string, Place> {
  const grid: Grid = new Map();
  for (const box of taken) note(grid, box);
  const sorted = [...lines].sort((a, b) => Number(b.hasRing) - Number(a.hasRing) || lengthOf(a) - lengthOf(b) || (a.id < b.id ? -1 : 1));
  const spots = new Map<string, Place>();
  for (const line of sorted) {
    if (line.hasRing) note(grid, around(line.middle, RING, RING));
    if (!line.label) continue;
    const half = line.label.length * HALF_LETTER + 2;
    const places = line.hasRing ? overAndUnder(line.middle, half) : sorted.length > MANY ? along(line) : [...along(line), ...beside(line, half)];
    let best: { at: Place; over: number } | null = null;
    for (const at of places) {
      const over = overlap(grid, around(at, half, HALF));
      if (!best || over < best.over) best = { at, over };
      if (over === 0) break;
    }
    spots.set(line.id, best!.at);
    note(grid, around(best!.at, half, HALF));
  }
  return spots;
}

function lengthOf({ ends: [a, b] }: DrawnLine): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function along({ middle, ends: [a, b] }: DrawnLine): Place[] {
  return ALONG.map((share) => ({ x: middle.x + share * (b.x - a.x), y: middle.y + share * (b.y - a.y) }));
}

/** Next to the line on both sides, so near that nobody doubts whose words they are. */
function beside(line: DrawnLine, half: number): Place[] {
  const [a, b] = line.ends;
  const length = lengthOf(line) || 1;
  const [nx, ny] = [(a.y - b.y) / length, (b.x - a.x) / length];
  const by = half * Math.abs(nx) + HALF * Math.abs(ny) + 3;
  return along(line).flatMap(({ x, y }) => [1, -1].map((sign) => ({ x: x + sign * by * nx, y: y + sign * by * ny })));
}

function overAndUnder({ x, y }: Place, half: number): Place[] {
  const [up, aside] = [RING + HALF + 1, RING + half + 2];
  return [{ x, y: y + up }, { x, y: y - up }, { x: x + aside, y }, { x: x - aside, y }];
}
