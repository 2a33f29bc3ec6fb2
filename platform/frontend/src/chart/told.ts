// What the chart says about its questions: that one is asked, how to stop it, and what to do where no answer came.

/** Milliseconds of silence that nobody minds. */
const SILENT_MS = 300;

export class Told {
  private timer = 0;
  private again: (() => void) | null = null;

  constructor(
    private readonly busy: HTMLElement,
    private readonly trouble: HTMLElement,
    stop: () => void,
  ) {
    busy.querySelector("button")!.addEventListener("click", stop);
    const [retry, close] = [trouble.querySelector<HTMLButtonElement>("[data-told=again]")!, trouble.querySelector("[data-told=close]")!];
    retry.addEventListener("click", () => {
      const act = this.again;
      this.clear();
      act?.();
    });
    close.addEventListener("click", () => this.clear());
  }

  /** So many questions have no answer yet. */
  asking(count: number): void {
    window.clearTimeout(this.timer);
    if (count === 0) this.busy.hidden = true;
    else this.timer = window.setTimeout(() => (this.busy.hidden = false), SILENT_MS);
  }

  /** Say what failed; with `again` the person may try the same once more. */
  fail(text: string, again: (() => void) | null): void {
    this.again = again;
    this.trouble.hidden = false;
    this.trouble.querySelector("p")!.textContent = text;
    this.trouble.querySelector<HTMLElement>("[data-told=again]")!.hidden = again === null;
  }

  /** Something came out well, or the person has read it. */
  clear(): void {
    const held = this.trouble.contains(document.activeElement);
    this.again = null;
    this.trouble.hidden = true;
    this.trouble.querySelector("p")!.textContent = "";
    if (held) document.getElementById("work")?.focus();
  }
}

const byId = (id: string) => document.getElementById(id)!;

/** What only a screen reader needs: who sees the chart sees it there. */
export function speak(text: string): void {
  byId("live").textContent = text;
}

/** What came of an act, for everybody. */
export function say(text: string): void {
  speak(text);
  byId("said").hidden = false;
  byId("said").textContent = text;
}

/** The chart has changed since that was said. */
export function unsay(): void {
  byId("said").hidden = true;
}
