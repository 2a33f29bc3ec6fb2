// Layout by rank: what was made, shipped, sold and found from left to right as the arrows run.
import dagre from "@dagrejs/dagre";
import type { ChartEdge, ChartModel, ChartNode, Place } from "./model";

export type Layout = (nodes: ChartNode[], edges: Iterable<ChartEdge>) => Map<string, Place>;

/** Room for a mark with its two lines of words, in chart units. */
const WIDE = 150;
const HIGH = 84;

/** Returns a place for every thing. The same chart gives the same places, whatever order its parts came in. */
export function placeByRank(nodes: Iterable<ChartNode>, edges: Iterable<ChartEdge>): Map<string, Place> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 18, ranksep: 70, ranker: "longest-path" });
  graph.setDefaultEdgeLabel(() => ({}));
  const sorted = [...nodes].sort((a, b) => a.id.localeCompare(b.id));
  for (const node of sorted) graph.setNode(node.id, { width: WIDE, height: HIGH });
  const lines = [...edges].sort((a, b) => a.id.localeCompare(b.id));
  for (const edge of lines) if (graph.hasNode(edge.from) && graph.hasNode(edge.to)) graph.setEdge(edge.from, edge.to, {}, edge.id);
  dagre.layout(graph);
  const places = new Map<string, Place>();
  for (const node of sorted) {
    const at = graph.node(node.id) as unknown as Place;
    places.set(node.id, { x: at.x, y: at.y });
  }
  return places;
}

/** Returns where a layout wants everything; what is pinned stays where it is. */
export function arranged(model: ChartModel, layout: Layout): Map<string, Place> {
  const { nodes, edges, pinned, places } = model.state;
  const fresh = layout([...nodes.values()], edges.values());
  for (const id of pinned) fresh.set(id, places.get(id)!);
  return fresh;
}
