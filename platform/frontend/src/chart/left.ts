// A chart that the door interrupts (a locked screen, a new sign-in) comes back as it was left, to the same person.
//
// What is kept is what saving sends: ids and places. It stays in this tab, is taken once, and any other page drops it.
import type { Opened, Part } from "./model";
import type { SaveBody } from "./source";

const CHART = "ironriver.chart";

/** Of the tab: `sessionStorage`. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

interface Left {
  who: string;
  page: string;
  body: SaveBody;
}

/** Keep a chart while its page goes away. */
export function leave(store: Store, who: string, page: string, body: SaveBody): void {
  try {
    store.setItem(CHART, JSON.stringify({ who, page, body } satisfies Left));
  } catch {
    // A full store, or none: then the chart begins anew, as every page does.
  }
}

/** To be called by every page that is neither a chart nor the door. */
export function forget(store: Store): void {
  store.removeItem(CHART);
}

/** How many redirects led to this page. */
export function redirects(): number {
  const [arrival] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return arrival?.redirectCount ?? 0;
}

/** What this person left on this page, or null; taken, so that it comes once.
 *
 * `redirects`: how many led here. The door leads back by one, and so does a new language; who asks for the page himself gets it as it is.
 * No mark that the door's own script would set: a password that is typed for the person is sent before any script runs.
 */
export function takeLeft(store: Store, who: string, page: string, redirects: number): SaveBody | null {
  const text = store.getItem(CHART);
  forget(store);
  if (!text || redirects === 0) return null;
  const left = JSON.parse(text) as Left;
  return left.who === who && left.page === page ? left.body : null;
}

/** The chart that was left, of what is still open to the person. */
export function asLeft(body: SaveBody, part: Part): Opened {
  const [places, edges, hidden] = [new Map(body.nodes.map((at) => [at.id, at])), new Set(body.edges), new Set(body.hidden)];
  return {
    nodes: part.nodes.filter((node) => places.has(node.id)),
    edges: part.edges.filter((edge) => edges.has(edge.id)),
    hidden: part.nodes.filter((node) => hidden.has(node.id)),
    places: part.nodes.flatMap((node) => places.get(node.id) ?? []),
    collapsed: body.collapsed,
  };
}
