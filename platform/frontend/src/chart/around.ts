// What stands around the canvas about what is drawn: tools that can be used, steps, how much of what is in reach.
import type { ChartModel } from "./model";

type Fill = (key: string, values: Record<string, string | number>) => string;

const byId = (id: string) => document.getElementById(id)!;

/** Mark the tools that can be used now; `saved` is the id of the saved chart that this is, or empty. */
export function showAble(model: ChartModel, saved: string): void {
  const some = model.state.nodes.size > 0;
  const chosen = model.selected !== null && model.state.nodes.has(model.selected);
  const able: Record<string, boolean> = {
    ...{ undo: model.canUndo, redo: model.canRedo, expand: chosen, hide: chosen, pin: chosen, collapse: chosen, others: chosen },
    ...{ restore: model.state.hidden.size > 0, path: model.chosen.size === 2, find: true, save: some && (model.isChanged || !saved) },
  };
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-tool]")) button.disabled = !(able[button.dataset.tool!] ?? some);
  document.querySelector("[data-tool=pin]")?.setAttribute("aria-pressed", String(chosen && model.state.pinned.has(model.selected!)));
  byId("changed").hidden = !saved || !model.isChanged;
  byId("history").textContent = some ? `${model.step}/${model.steps}` : "";
}

/** Say how much is drawn of how much, for how many nobody counted, and which names several persons have. */
export function showReach(model: ChartModel, fill: Fill, number: (n: number) => string): void {
  const [drawn, reach, uncounted] = [model.state.nodes.size, model.reach(), model.uncounted()];
  const [showing, sameNames] = [byId("showing"), byId("same-names")];
  showing.hidden = drawn >= reach && uncounted === 0;
  showing.textContent = fill(uncounted ? "showing_some" : "showing", { n: number(drawn), all: number(reach), more: number(uncounted) });
  const same = model.sameNames();
  sameNames.hidden = same.length === 0;
  sameNames.textContent = same.map(({ name, ids }) => fill("same_names", { n: number(ids.length), name })).join(" · ");
}
