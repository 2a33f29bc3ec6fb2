// Nodes and links for the tests of the chart.
import type { ChartEdge, ChartNode } from "../src/chart/model";

export function node(id: string, lane = 0, more: Partial<ChartNode> = {}): ChartNode {
  return { id, kind: "firearm", label: id.toUpperCase(), sub: "", mono: true, href: "", total: 0, lane, ...more };
}

export function edge(from: string, to: string, more: Partial<ChartEdge> = {}): ChartEdge {
  return { id: `${from}-${to}`, from, to, link: "x", style: "recorded", label: "", count: 1, pane: "", ...more };
}
