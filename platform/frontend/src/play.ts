// The map through its years. The server draws each of them, so each look is logged and the table always agrees.
import { answerTo, NoAnswer, READ_MS } from "./chart/answer";
import { Pace } from "./pace";
import { addressOf, type Mode, nextYears, type Years } from "./years";

/** A year stands so long before the next is asked for, in milliseconds: long enough to read a row. */
const STANDS_MS = 1600;

export class Player {
  private atEnd = false;

  constructor(
    private readonly page: HTMLElement,
    private readonly box: HTMLElement,
    private readonly drawn: (fresh: ParentNode) => void,
  ) {
    const pace = new Pace(box, (pressed) => this.step(pressed), STANDS_MS);
    page.addEventListener("keydown", (event) => event.key === "Escape" && pace.pause());
  }

  private async step(pressed: boolean): Promise<boolean> {
    const next = nextYears(this.years(), this.shown(), this.mode(), pressed && this.atEnd);
    this.atEnd = next === null;
    try {
      if (next) await this.bring(next);
      else this.say(this.box.dataset["end"] ?? "");
      return next !== null;
    } catch (error) {
      this.say(this.box.dataset[error instanceof NoAnswer && error.why === "late" ? "late" : "broken"] ?? "");
      return false;
    }
  }

  /** Fetch the page of these years, and put what is new in it at its places. */
  private async bring(years: Years): Promise<void> {
    const address = addressOf(window.location.href, years);
    const answer = await answerTo<string>(address, { redirect: "error" }, READ_MS, undefined, (response) => response.text());
    if (!answer.ok) throw new NoAnswer("broken");
    // A template's content is in no document: the page's print style, with another page's nonce, is not even weighed.
    const kept = document.createElement("template");
    kept.innerHTML = answer.body;
    const fresh = kept.content;
    for (const old of document.querySelectorAll<HTMLElement>("[data-fresh]")) {
      const made = fresh.querySelector(`[data-fresh="${CSS.escape(old.dataset["fresh"] ?? "")}"]`);
      if (made) old.replaceWith(made);
    }
    for (const end of ["first", "last"] as const) document.querySelector<HTMLInputElement>(`input#${end}`)!.value = String(years[end]);
    this.drawn(fresh);
    window.history.replaceState(null, "", address);
    const said = years.first === years.last ? String(years.first) : `${years.first}–${years.last}`;
    this.say((this.box.dataset["said"] ?? "").replace("{years}", said));
  }

  private years(): number[] {
    return [...this.page.querySelectorAll(".map-years b")].map((year) => Number(year.textContent));
  }

  private shown(): Years {
    const year = (end: string) => Number(document.querySelector<HTMLInputElement>(`input#${end}`)!.value);
    return { first: year("first"), last: year("last") };
  }

  private mode(): Mode {
    return this.box.querySelector("select")!.value as Mode;
  }

  private say(text: string): void {
    this.page.querySelector("[data-play-said]")!.textContent = text;
  }
}
