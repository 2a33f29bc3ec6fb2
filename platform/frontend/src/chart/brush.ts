// The strip of months beneath the chart: bars of what is dated, and two ends that a mouse or the arrow keys move.
import type { ChartModel } from "./model";
import { outside, periodOf, type Period } from "./period";

export interface BrushWords {
  from: string;
  to: string;
  bars: string;
  /** `{n}` lines without a day stay visible. */
  undated: string;
  /** `{from}`, `{to}`: the stretch that is chosen. */
  chosen: string;
}

const HIGH = 46;

export class Brush {
  private period: Period = { months: [], lines: [], recoveries: [], undated: 0 };
  private drawnFor: unknown = null;
  private readonly from: HTMLInputElement;
  private readonly to: HTMLInputElement;

  constructor(
    private readonly model: ChartModel,
    private readonly box: HTMLElement,
    private readonly words: BrushWords,
    private readonly language: string,
    private readonly changed: (dimmed: ReadonlySet<string>) => void,
  ) {
    [this.from, this.to] = [...box.querySelectorAll<HTMLInputElement>("input[type=range]")] as [HTMLInputElement, HTMLInputElement];
    for (const end of [this.from, this.to]) end.addEventListener("input", () => this.move(end));
    box.querySelector("[data-brush-all]")?.addEventListener("click", () => this.all());
  }

  /** Agree with the chart; a stretch that was chosen stays chosen as far as it still exists. */
  show(): void {
    if (this.drawnFor === this.model.state) return;
    this.drawnFor = this.model.state;
    const before = this.months();
    const whole = this.isWhole();
    this.period = periodOf(this.model.state.nodes.values(), this.model.state.edges.values());
    const { months } = this.period;
    this.box.hidden = months.length < 2;
    for (const end of [this.from, this.to]) end.max = String(Math.max(months.length - 1, 0));
    const place = (month: string, otherwise: number) => (whole || !months.includes(month) ? otherwise : months.indexOf(month));
    this.from.value = String(place(before.from, 0));
    this.to.value = String(place(before.to, months.length - 1));
    this.draw();
  }

  /** The chosen stretch, for who reads the page by program. */
  months(): { from: string; to: string } {
    return { from: this.period.months[Number(this.from.value)] ?? "", to: this.period.months[Number(this.to.value)] ?? "" };
  }

  private isWhole(): boolean {
    return Number(this.from.value) === 0 && Number(this.to.value) >= this.period.months.length - 1;
  }

  private all(): void {
    this.from.value = "0";
    this.to.value = this.to.max;
    this.draw();
  }

  private move(end: HTMLInputElement): void {
    if (Number(this.from.value) > Number(this.to.value)) {
      if (end === this.from) this.from.value = this.to.value;
      else this.to.value = this.from.value;
    }
    this.draw();
  }

  private draw(): void {
    const { months, lines, recoveries, undated } = this.period;
    const { from, to } = this.months();
    const text = fill(this.words.chosen, { from: this.month(from), to: this.month(to) });
    this.box.querySelector(".brush-text")!.textContent = text;
    this.box.querySelector(".brush-undated")!.textContent = undated ? fill(this.words.undated, { n: undated.toLocaleString(this.locale()) }) : "";
    this.from.setAttribute("aria-valuetext", this.month(from));
    this.to.setAttribute("aria-valuetext", this.month(to));
    const most = Math.max(1, ...lines, ...recoveries);
    // A month of a long stretch would be a hair: each bar stays wide enough to be seen.
    const wide = Math.max(0.7, months.length / 200);
    const bar = (count: number, at: number, up: boolean) => {
      const tall = (count / most) * (HIGH / 2 - 2);
      const out = months[at]! < from || months[at]! > to ? " out" : "";
      return count ? `<rect class="${up ? "sale" : "found"}${out}" x="${Math.min(at + 0.15, months.length - wide)}" width="${wide}" y="${up ? HIGH / 2 - tall : HIGH / 2}" height="${tall}"/>` : "";
    };
    const svg = this.box.querySelector("svg")!;
    svg.setAttribute("viewBox", `0 0 ${Math.max(months.length, 1)} ${HIGH}`);
    svg.setAttribute("aria-label", this.words.bars);
    svg.innerHTML =
      `<rect class="window" x="${this.from.value}" y="0" width="${Number(this.to.value) - Number(this.from.value) + 1}" height="${HIGH}"/>` +
      lines.map((count, at) => bar(count, at, true)).join("") +
      recoveries.map((count, at) => bar(count, at, false)).join("") +
      `<rect class="middle" x="0" y="${HIGH / 2 - 0.5}" width="${months.length}" height="1"/>`;
    this.box.querySelector(".brush-years")!.replaceChildren(...ends(months).map((year) => Object.assign(document.createElement("span"), { textContent: year })));
    const { nodes, edges } = this.model.state;
    this.changed(this.isWhole() ? new Set() : outside(nodes.values(), edges.values(), from, to));
  }

  private month(text: string): string {
    if (!text) return "";
    return new Date(`${text}-01T00:00:00Z`).toLocaleDateString(this.locale(), { month: "short", year: "numeric", timeZone: "UTC" });
  }

  private locale(): string {
    return this.language === "es" ? "es-MX" : "en-US";
  }
}

/** First, middle and last year of a stretch, to stand beneath it. */
export function ends(months: readonly string[]): string[] {
  const years = [0, Math.floor((months.length - 1) / 2), months.length - 1].map((at) => (months[at] ?? "").slice(0, 4));
  return years.filter((year, at) => year !== "" && years.indexOf(year) === at);
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
