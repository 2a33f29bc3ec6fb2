// The arrow keys: from a thing along its lines to the neighbour that lies in that direction.
import type { ChartModel, Place } from "./model";

const WAYS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Returns the neighbour ahead that lies nearest to the direction of the key, or null. */
export function nextOf(model: ChartModel, id: string, key: string): string | null {
  const here = model.state.places.get(id);
  const way = WAYS[key];
  if (!here || !way) return null;
  const [dx, dy] = way;
  const along = (at: Place) => (at.x - here.x) * dx + (at.y - here.y) * dy;
  const aside = (at: Place) => Math.abs((at.x - here.x) * dy + (at.y - here.y) * dx);
  const ahead = model.neighbours(id).map((one) => ({ id: one, at: model.state.places.get(one)! }));
  const sorted = ahead.filter((one) => along(one.at) > 1).sort((a, b) => along(a.at) + 2 * aside(a.at) - along(b.at) - 2 * aside(b.at));
  return sorted[0]?.id ?? null;
}
