// How many things of each kind stand on the chart.
import type { ChartModel } from "./model";

export function showLegend(model: ChartModel): void {
  const counts = new Map<string, number>();
  for (const node of model.state.nodes.values()) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  for (const item of document.querySelectorAll<HTMLElement>("#legend [data-kind]")) {
    item.querySelector(".figure")!.textContent = String(counts.get(item.dataset.kind!) ?? 0);
  }
}
