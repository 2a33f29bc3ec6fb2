// The strip of months beneath the chart: bars of what is dated, and two ends on it that a mouse or the arrow keys move.
import { Pace } from "../pace";
import { Handles, played, type Stretch } from "./handles";
import type { ChartModel } from "./model";
import { outside, periodOf, type Period } from "./period";

export interface BrushWords {
  bars: string;
  /** `{n}` lines without a day stay visible. */
  undated: string;
  /** `{from}`, `{to}`: the stretch that is chosen. */
  chosen: string;
  /** `{n}`: its length. */
  days: string;
}

const HIGH = 46;
/** A stretch stands so long while time plays, in milliseconds. */
const STANDS_MS = 700;
/** No more words beneath the strip than there is room for, in a narrow window too. */
const MOST_MONTHS = 16;
const MOST_YEARS = 10;

export class Brush {
  private period: Period = { months: [], lines: [], recoveries: [], undated: 0 };
  private drawnFor: unknown = null;
  private stretch: Stretch = { from: 0, to: 0 };
  private readonly handles: Handles;

  constructor(
    private readonly model: ChartModel,
    private readonly box: HTMLElement,
    private readonly words: BrushWords,
    private readonly language: string,
    private readonly changed: (dimmed: ReadonlySet<string>) => void,
  ) {
    const pace = new Pace(box.querySelector<HTMLElement>("[data-play]")!, () => this.play(), STANDS_MS);
    const byHand = (next: Stretch) => {
      pace.pause();
      this.choose(next);
    };
    this.handles = new Handles(box.querySelector<HTMLElement>(".brush-strip")!, byHand);
    box.querySelector("[data-brush-all]")?.addEventListener("click", () => byHand({ from: 0, to: this.last() }));
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
    const place = (month: string, otherwise: number) => (whole || !months.includes(month) ? otherwise : months.indexOf(month));
    this.choose({ from: place(before.from, 0), to: place(before.to, this.last()) });
  }

  /** The chosen stretch, for who reads the page by program. */
  months(): { from: string; to: string } {
    return { from: this.period.months[this.stretch.from] ?? "", to: this.period.months[this.stretch.to] ?? "" };
  }

  private last(): number {
    return Math.max(this.period.months.length - 1, 0);
  }

  private isWhole(): boolean {
    return this.stretch.from === 0 && this.stretch.to >= this.last();
  }

  /** One step on; false at the end of the strip, or where there is nothing to play. */
  private play(): boolean {
    if (this.box.hidden) return false;
    this.choose(played(this.stretch, this.last() + 1));
    return this.stretch.to < this.last();
  }

  private choose(next: Stretch): void {
    this.stretch = next;
    this.handles.stand(next, Math.max(this.period.months.length, 1), (at) => this.month(this.period.months[at] ?? ""));
    this.draw();
  }

  private draw(): void {
    const { months, lines, recoveries, undated } = this.period;
    const { from, to } = this.months();
    this.box.querySelector(".brush-text")!.textContent = fill(this.words.chosen, { from: this.month(from), to: this.month(to) });
    this.box.querySelector(".brush-days")!.textContent = fill(this.words.days, { n: daysOf(from, to).toLocaleString(this.locale()) });
    this.box.querySelector(".brush-undated")!.textContent = undated ? fill(this.words.undated, { n: undated.toLocaleString(this.locale()) }) : "";
    const most = Math.max(1, ...lines, ...recoveries);
    // A month of a long stretch would be a hair: each bar stays wide enough to be seen.
    const wide = Math.max(0.7, months.length / 200);
    const bar = (count: number, at: number, up: boolean) => {
      const tall = (count / most) * (HIGH / 2 - 2);
      const out = months[at]! < from || months[at]! > to ? " out" : "";
      return count ? `<rect class="${up ? "sale" : "found"}${out}" x="${Math.min(at + 0.15, months.length - wide)}" width="${wide}" y="${up ? HIGH / 2 - tall : HIGH / 2}" height="${tall}"/>` : "";
    };
    const svg = this.box.querySelector(".brush-strip > svg")!;
    svg.setAttribute("viewBox", `0 0 ${Math.max(months.length, 1)} ${HIGH}`);
    svg.setAttribute("aria-label", this.words.bars);
    svg.innerHTML =
      `<rect class="window" x="${this.stretch.from}" y="0" width="${this.stretch.to - this.stretch.from + 1}" height="${HIGH}"/>` +
      lines.map((count, at) => bar(count, at, true)).join("") +
      recoveries.map((count, at) => bar(count, at, false)).join("") +
      `<rect class="middle" x="0" y="${HIGH / 2 - 0.5}" width="${months.length}" height="1"/>`;
    this.box.querySelector(".brush-years")!.replaceChildren(...marksOf(months).map((mark) => this.mark(mark)));
    const { nodes, edges } = this.model.state;
    this.changed(this.isWhole() ? new Set() : outside(nodes.values(), edges.values(), from, to));
  }

  private mark({ month, at, isYear }: Mark): HTMLElement {
    const mark = Object.assign(document.createElement("span"), { textContent: isYear ? month.slice(0, 4) : this.month(month, { month: "short" }) });
    mark.style.setProperty("--at", String(at));
    return mark;
  }

  private month(text: string, how: Intl.DateTimeFormatOptions = { month: "short", year: "numeric" }): string {
    if (!text) return "";
    return new Date(`${text}-01T00:00:00Z`).toLocaleDateString(this.locale(), { ...how, timeZone: "UTC" });
  }

  private locale(): string {
    return this.language === "es" ? "es-MX" : "en-US";
  }
}

export interface Mark {
  month: string;
  /** Middle of the month, as a share of the strip. */
  at: number;
  /** Stands for its year: the first month of it, or of the strip. */
  isYear: boolean;
}

/** What is written beneath the strip: every month of a short one, else as many Januaries as there is room for. */
export function marksOf(months: readonly string[]): Mark[] {
  const all = months.map((month, at) => ({ month, at: (at + 0.5) / months.length, isYear: month.endsWith("-01") }));
  if (months.length <= MOST_MONTHS) return all.map((mark) => ({ ...mark, isYear: mark.isYear && months.length > 12 }));
  const years = all.filter((mark) => mark.isYear);
  const step = Math.ceil(years.length / MOST_YEARS);
  return years.filter((_, at) => at % step === 0);
}

/** Days from the first of one month to the last of another. */
export function daysOf(from: string, to: string): number {
  if (!from || !to) return 0;
  const [year, month] = to.split("-").map(Number) as [number, number];
  return Math.round((Date.UTC(year, month, 1) - Date.parse(`${from}-01`)) / 86_400_000);
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
