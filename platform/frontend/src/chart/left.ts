// A chart that the door interrupts (a locked screen, a new sign-in) comes back as it was left, to the same person.
//
// What is kept is what saving sends: ids and places. It stays in this tab, is taken once, and any other page drops it.
import type { Opened, Part } from "./model";
import type { SaveBody } from "./source";

const CHART = "ironriver.chart";
const DOOR = "ironriver.door";

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

/** To be called by every page with what it is: only behind the door a chart is waited for. */
export function passBy(store: Store, page: "door" | "chart" | "other"): void {
  if (page === "door") store.setItem(DOOR, "passed");
  else if (page === "other") forget(store);
}

/** What this person left on this page before the door, or null; taken, so that it comes once. */
export function takeLeft(store: Store, who: string, page: string): SaveBody | null {
  const [text, door] = [store.getItem(CHART), store.getItem(DOOR)];
  forget(store);
  if (!text || !door) return null;
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

function forget(store: Store): void {
  store.removeItem(CHART);
  store.removeItem(DOOR);
}
