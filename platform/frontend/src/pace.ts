// A button that plays: step after step until it is pressed again. With reduced motion each press is one step.

export class Pace {
  private playing = false;
  private going = false;
  private timer = 0;
  private readonly still = window.matchMedia("(prefers-reduced-motion: reduce)");

  /** `step` makes one step and returns whether another may follow; it stands for so many milliseconds. */
  constructor(
    private readonly box: HTMLElement,
    private readonly step: (pressed: boolean) => boolean | Promise<boolean>,
    private readonly standsMs: number,
  ) {
    box.hidden = false;
    box.querySelector("button")!.addEventListener("click", () => this.pressed());
    this.still.addEventListener("change", () => this.pause());
    document.addEventListener("visibilitychange", () => document.hidden && this.pause());
    this.show();
  }

  pause(): void {
    window.clearTimeout(this.timer);
    this.playing = false;
    this.show();
  }

  private pressed(): void {
    if (this.playing) return this.pause();
    this.playing = !this.still.matches;
    this.show();
    void this.go(true);
  }

  private show(): void {
    const now = this.playing ? "playing" : this.still.matches ? "step" : "still";
    for (const words of this.box.querySelectorAll<HTMLElement>("[data-when]")) words.hidden = words.dataset["when"] !== now;
  }

  private async go(pressed: boolean): Promise<void> {
    if (this.going) return;
    this.going = true;
    const more = await this.step(pressed);
    this.going = false;
    if (!more) this.pause();
    else if (this.playing) this.timer = window.setTimeout(() => void this.go(false), this.standsMs);
  }
}
