// Ways between two things in the order of time: drawn on the chart with every unknown leg, and listed in their tab.
import type { ChartModel, ChartNode } from "./model";
import type { Source, Ways } from "./source";

export interface WaysWords {
  /** `{n}` steps. */
  hops: string;
  /** `{n}` of them unknown legs. */
  unknown: string;
  /** For an end that is not chosen yet, and where both are one. */
  none: string;
  two: string;
}

type Way = Ways["ways"][number];

/** The ids on a way, from its start to its end. */
export function idsOf(way: Way): string[] {
  return way.hops.length ? [way.hops[0]!.start.id, ...way.hops.map((hop) => hop.end.id)] : [];
}

/** Names and the kinds of many things, in the order of their names, for a list to choose from. */
export function named(nodes: Iterable<ChartNode>, kinds: Record<string, string>): { id: string; text: string }[] {
  const all = [...nodes].map(({ id, kind, label, sub }) => ({ id, text: [label, kinds[kind], sub].filter(Boolean).join(" · ") }));
  return all.sort((a, b) => a.text.localeCompare(b.text) || (a.id < b.id ? -1 : 1));
}

export class WaysTab {
  private listed: unknown = null;
  private readonly ends: [HTMLSelectElement, HTMLSelectElement];

  constructor(
    private readonly model: ChartModel,
    private readonly source: Source,
    private readonly panel: HTMLElement,
    private readonly words: WaysWords,
    private readonly kinds: Record<string, string>,
    ask: (from: string, to: string) => void,
  ) {
    this.ends = [...panel.querySelectorAll("select")] as [HTMLSelectElement, HTMLSelectElement];
    panel.querySelector("form")!.addEventListener("submit", (event) => {
      event.preventDefault();
      const [from, to] = this.ends.map((end) => end.value) as [string, string];
      if (!from || !to || from === to) return this.say(words.two);
      ask(from, to);
    });
    panel.addEventListener("click", (event) => {
      const way = (event.target as HTMLElement).closest<HTMLElement>("[data-way]");
      if (way) model.choose(way.dataset["way"]!.split(" ").filter((id) => model.state.nodes.has(id)));
    });
  }

  /** The things of the chart to choose from; two that are chosen on the chart are the ends. */
  show(): void {
    if (this.panel.hidden) return;
    const { nodes } = this.model.state;
    if (this.listed !== nodes) {
      this.listed = nodes;
      const things = [{ id: "", text: this.words.none }, ...named(nodes.values(), this.kinds)];
      for (const end of this.ends) {
        const before = end.value;
        end.replaceChildren(...things.map(({ id, text }) => new Option(text, id)));
        end.value = nodes.has(before) ? before : "";
      }
    }
    const chosen = [...this.model.chosen];
    if (chosen.length === 2) this.ends.forEach((end, at) => (end.value = chosen[at]!));
    else if (chosen.length === 1 && !this.ends[0].value) this.ends[0].value = chosen[0]!;
  }

  /** Ask for the ways. Where nobody said which end came first, time decides. */
  async find(from: string, to: string, isOrdered: boolean): Promise<Ways> {
    const there = await this.source.paths(from, to);
    return there.ways.length || isOrdered ? there : this.source.paths(to, from);
  }

  list(found: Ways, finding: string): void {
    this.say(finding);
    const list = this.panel.querySelector("ol")!;
    list.replaceChildren(...found.ways.map((way) => this.row(way)));
  }

  private row(way: Way): HTMLElement {
    const ids = idsOf(way);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "way" });
    button.dataset["way"] = ids.join(" ");
    // Events in between (a sale) are lines of the chart, not things on it.
    const names = ids.flatMap((id) => this.model.state.nodes.get(id)?.label ?? []).join(" → ");
    const unknown = way.hops.filter((hop) => hop.style === "unknown_leg").length;
    const about = [this.words.hops.replace("{n}", String(way.hops.length)), unknown ? this.words.unknown.replace("{n}", String(unknown)) : ""];
    button.append(
      Object.assign(document.createElement("b"), { textContent: names }),
      Object.assign(document.createElement("span"), { textContent: about.filter(Boolean).join(", "), className: "small quiet" }),
    );
    const row = document.createElement("li");
    row.append(button);
    return row;
  }

  private say(text: string): void {
    this.panel.querySelector("[role=status]")!.textContent = text;
  }
}
