// Places from left to right in the order of a gun's life: maker, distributor, dealer, purchaser, gun, recovery, place.
// The same chart always comes out the same; what stands already is not moved by what comes in.

import type { ChartEdge, ChartNode, Place } from "./model";

export const LANE_WIDTH = 128;
export const ROW_HEIGHT = 92;

/** Rows by which each lane is moved, so that a line over several lanes does not run through what stands between. */
const STAGGER = [-1.2, 1.2, -1.5, 1.7, 0, 0, 0.4];
/** Of fewer lanes than this no line runs over several: each thing stands at the middle of what hangs on it. */
const LANES_OF_A_CHAIN = 4;

type Edges = Iterable<ChartEdge>;

/** Place everything anew. Sweeps order each lane by the middle of its neighbours, which untangles most lines. */
export function placeAll(nodes: ChartNode[], edges: Edges): Map<string, Place> {
  const lanes = groupByLane(nodes);
  const order = new Map<string, number>();
  for (const lane of lanes.values()) lane.forEach((node, index) => order.set(node.id, index - (lane.length - 1) / 2));
  const around = neighbourLists(edges);
  for (let sweep = 0; sweep < 12; sweep += 1) {
    const ranks = [...lanes.keys()].sort((a, b) => (sweep % 2 ? b - a : a - b));
    for (const rank of ranks) settle(lanes.get(rank)!, order, around);
  }
  const places = new Map<string, Place>();
  for (const [rank, lane] of lanes) {
    const moved = lanes.size < LANES_OF_A_CHAIN ? 0 : (STAGGER[rank] ?? 0);
    for (const node of lane) places.set(node.id, { x: rank * LANE_WIDTH, y: (order.get(node.id)! + moved) * ROW_HEIGHT });
  }
  return places;
}

function settle(lane: ChartNode[], order: Map<string, number>, around: Map<string, string[]>): void {
  const wanted = new Map<string, number>();
  for (const node of lane) {
    const near = (around.get(node.id) ?? []).map((id) => order.get(id)).filter((at) => at !== undefined);
    wanted.set(node.id, near.length ? near.reduce((sum, at) => sum + at, 0) / near.length : order.get(node.id)!);
  }
  lane.sort((a, b) => wanted.get(a.id)! - wanted.get(b.id)! || a.id.localeCompare(b.id));
  spread(lane.map((node) => wanted.get(node.id)!)).forEach((at, index) => order.set(lane[index]!.id, at));
}

/** Nearest positions at least 1 apart, in the same order (pool adjacent violators on wanted minus index). */
export function spread(wanted: number[]): number[] {
  const blocks: { sum: number; size: number }[] = [];
  wanted.forEach((at, index) => {
    blocks.push({ sum: at - index, size: 1 });
    for (;;) {
      const last = blocks[blocks.length - 1]!;
      const before = blocks[blocks.length - 2];
      if (!before || before.sum / before.size <= last.sum / last.size) break;
      blocks.splice(-2, 2, { sum: before.sum + last.sum, size: before.size + last.size });
    }
  });
  const places: number[] = [];
  for (const block of blocks) {
    for (let i = 0; i < block.size; i += 1) places.push(block.sum / block.size + places.length);
  }
  return places;
}

/** More new things of one lane than this are set out as a block, not as a tower. */
export const TOWER = 9;
const BLOCK_STEP = 126;

/** Place what is new at the free spot of its lane that is nearest to what it hangs on. */
export function placeFresh(fresh: ChartNode[], edges: Edges, standing: ReadonlyMap<string, Place>): Map<string, Place> {
  const places = new Map<string, Place>();
  const around = neighbourLists(edges);
  const taken: Place[] = [...standing.values()];
  for (const lane of groupByLane(fresh).values()) {
    if (lane.length <= TOWER) continue;
    for (const [id, spot] of block(lane, taken)) places.set(id, spot);
    taken.push(...lane.map((node) => places.get(node.id)!));
  }
  for (const node of fresh.filter((one) => !places.has(one.id))) {
    const near = (around.get(node.id) ?? []).map((id) => places.get(id) ?? standing.get(id)).filter((at) => at !== undefined);
    const y = near.length ? near.reduce((sum, at) => sum + at.y, 0) / near.length : 0;
    const spot = nearestFree({ x: node.lane * LANE_WIDTH, y }, taken);
    places.set(node.id, spot);
    taken.push(spot);
  }
  return places;
}

/** Rows and columns that cover nothing: beside a chart that is taller than wide, where that side of it is free; else under it. */
function block(lane: ChartNode[], taken: Place[]): [string, Place][] {
  const [xs, ys] = [taken.map((at) => at.x), taken.map((at) => at.y)];
  if (!taken.length) [xs[0], ys[0]] = [lane[0]!.lane * LANE_WIDTH, -1.6 * ROW_HEIGHT];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const own = lane[0]!.lane * LANE_WIDTH;
  const beside = bottom - top > right - left && (own > right || own < left);
  const columns = Math.ceil(Math.sqrt(beside ? lane.length / 1.8 : lane.length * 1.8));
  const rows = Math.ceil(lane.length / columns);
  const corner = beside
    ? { x: own > right ? right + 1.6 * BLOCK_STEP : left - (columns + 0.6) * BLOCK_STEP, y: (top + bottom - (rows - 1) * ROW_HEIGHT) / 2 }
    : { x: (left + right - (columns - 1) * BLOCK_STEP) / 2, y: bottom + 1.6 * ROW_HEIGHT };
  return lane.map((node, index) => [
    node.id,
    { x: corner.x + (index % columns) * BLOCK_STEP, y: corner.y + Math.floor(index / columns) * ROW_HEIGHT },
  ]);
}

function nearestFree(wanted: Place, taken: Place[]): Place {
  for (let step = 0; ; step += 1) {
    for (const sign of step ? [1, -1] : [1]) {
      const at = { x: wanted.x, y: wanted.y + sign * step * (ROW_HEIGHT / 2) };
      if (!taken.some((one) => Math.abs(one.x - at.x) < LANE_WIDTH * 0.5 && Math.abs(one.y - at.y) < ROW_HEIGHT * 0.9)) return at;
    }
  }
}

function groupByLane(nodes: ChartNode[]): Map<number, ChartNode[]> {
  const lanes = new Map<number, ChartNode[]>();
  for (const node of [...nodes].sort((a, b) => a.label.localeCompare(b.label) || a.id.localeCompare(b.id))) {
    const lane = lanes.get(node.lane);
    if (lane) lane.push(node);
    else lanes.set(node.lane, [node]);
  }
  return lanes;
}

function neighbourLists(edges: Edges): Map<string, string[]> {
  const around = new Map<string, string[]>();
  const note = (a: string, b: string) => (around.get(a) ?? around.set(a, []).get(a)!).push(b);
  for (const edge of edges) {
    note(edge.from, edge.to);
    note(edge.to, edge.from);
  }
  // Sums of floats depend on their order; sorted, the same chart always comes out the same.
  for (const list of around.values()) list.sort();
  return around;
}
