// The pane beside the chart: the facts of what is selected. The server makes it; each look is logged, so it is asked once.
import htmx from "htmx.org";
import { READ_MS } from "./answer";
import type { ChartModel } from "./model";
import type { SourceWords } from "./source";
import type { Told } from "./told";

export class Pane {
  private shows: string | null = null;

  constructor(
    private readonly model: ChartModel,
    private readonly aside: HTMLElement,
    private readonly thing: HTMLElement,
    private readonly base: string,
  ) {}

  /** Show the facts of this thing or line, or nothing. */
  refresh(id: string | null): void {
    if (id === this.shows) return;
    this.shows = id;
    this.aside.classList.toggle("open", id !== null);
    if (id === null) {
      htmx.trigger(this.thing, "htmx:abort");
      this.thing.replaceChildren();
      return;
    }
    const address = this.model.state.edges.get(id)?.pane ?? `${this.base}/${encodeURIComponent(id)}`;
    // The pane asks for itself and says `hx-sync="replace"`: what is chosen last ends the question before it.
    void htmx.ajax("GET", address, { source: `#${this.thing.id}`, target: `#${this.thing.id}` });
  }

  again(): void {
    this.shows = null;
    this.refresh(this.model.selected);
  }

  /** What the pane counted is known to the chart, too. */
  tellCounts(page: Document): void {
    page.addEventListener("htmx:after:swap", () => {
      const counted = this.thing.querySelector<HTMLElement>("[data-counted]");
      if (counted) this.model.counted(counted.dataset.counted!, Number(counted.dataset.total));
    });
  }

  /** What panes ask by htmx ends with the chart's own questions, and silence is told in the same words. */
  tellSilence(page: Document, told: Told, words: SourceWords): void {
    htmx.config.defaultTimeout = READ_MS;
    page.addEventListener("htmx:error", (event) => {
      const { ctx } = (event as CustomEvent<{ ctx?: { request?: { signal?: AbortSignal } } }>).detail;
      if (!ctx) return;
      const from = event.target as HTMLElement;
      const again = () => (from instanceof HTMLFormElement ? from.requestSubmit() : this.again());
      told.fail(words[ctx.request?.signal?.reason === "timeout" ? "late" : "broken"], again);
    });
  }
}
