// The two ends of a stretch of months, moved on the strip itself: by dragging, or as sliders by keyboard.

export interface Stretch {
  /** Places of the first and last month, both inside. */
  from: number;
  to: number;
}

export type End = keyof Stretch;
/** What a drag began on: one end, or the stretch between them. */
export type Grip = End | "both";

/** One end at a place, never beyond the other one nor the strip of `count` months. */
export function moved(now: Stretch, end: End, at: number, count: number): Stretch {
  if (end === "from") return { from: Math.min(Math.max(at, 0), now.to), to: now.to };
  return { from: now.from, to: Math.max(Math.min(at, count - 1), now.from) };
}

/** Both ends by so many months; the stretch keeps its length. */
export function slid(now: Stretch, by: number, count: number): Stretch {
  const step = Math.min(Math.max(by, -now.from), count - 1 - now.to);
  return { from: now.from + step, to: now.to + step };
}

/** The next stretch when time plays: of the whole its beginning, then on by its own pace, and from the end to the beginning. */
export function played(now: Stretch, count: number): Stretch {
  const isWhole = now.from === 0 && now.to === count - 1;
  const length = isWhole ? Math.min(Math.max(Math.ceil(count / 8), 1), 12) : now.to - now.from + 1;
  if (isWhole || now.to >= count - 1) return { from: 0, to: Math.min(length, count) - 1 };
  return slid(now, Math.ceil(count / 60), count);
}

/** Where a key brings an end; null where the key means nothing to a slider. */
export function keyed(at: number, key: string, count: number): number | null {
  const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 }[key];
  if (by !== undefined) return at + by;
  return { Home: 0, End: count - 1 }[key] ?? null;
}

/** What lies under a share of the strip: the nearer end outside the stretch and beside its edges, else the stretch. */
export function gripAt(now: Stretch, share: number, count: number): Grip {
  const [left, right] = [now.from / count, (now.to + 1) / count];
  const isWhole = now.from === 0 && now.to === count - 1;
  if (!isWhole && share > left && share < right) return "both";
  return Math.abs(share - left) <= Math.abs(share - right) ? "from" : "to";
}

/** The stretch after a drag of `grip` from one share of the strip to another. An end snaps to the turn of a month. */
export function dragged(begun: Stretch, grip: Grip, from: number, to: number, count: number): Stretch {
  if (grip === "both") return slid(begun, Math.round((to - from) * count), count);
  const turn = Math.round(to * count);
  return moved(begun, grip, grip === "from" ? turn : turn - 1, count);
}

export class Handles {
  private now: Stretch = { from: 0, to: 0 };
  private count = 1;
  private held: { grip: Grip; begun: Stretch; from: number } | null = null;

  constructor(
    private readonly strip: HTMLElement,
    private readonly changed: (now: Stretch) => void,
  ) {
    strip.addEventListener("pointerdown", (event) => this.take(event));
    strip.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) strip.addEventListener(end, () => void (this.held = null));
    strip.addEventListener("keydown", (event) => this.press(event));
  }

  /** Stand at this stretch of `count` months; `said` names a month to who listens. */
  stand(now: Stretch, count: number, said: (at: number) => string): void {
    [this.now, this.count] = [now, count];
    for (const end of ["from", "to"] as const) {
      const handle = this.handle(end);
      const limits = { min: end === "from" ? 0 : now.from, max: end === "from" ? now.to : count - 1, now: now[end], text: said(now[end]) };
      for (const [name, value] of Object.entries(limits)) handle.setAttribute(`aria-value${name}`, String(value));
      // A property set by script is no inline style.
      handle.style.setProperty("--at", String((end === "from" ? now.from : now.to + 1) / count));
    }
  }

  private handle(end: End): HTMLElement {
    return this.strip.querySelector<HTMLElement>(`[data-brush=${end}]`)!;
  }

  private share(event: PointerEvent): number {
    const { left, width } = this.strip.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - left) / width, 0), 1);
  }

  private take(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault(); // no text is chosen while dragging
    const own = (event.target as HTMLElement).closest<HTMLElement>("[data-brush]")?.dataset["brush"] as End | undefined;
    const from = this.share(event);
    const grip = own ?? gripAt(this.now, from, this.count);
    this.held = { grip, begun: this.now, from };
    this.strip.setPointerCapture(event.pointerId);
    if (grip === "both") return;
    this.handle(grip).focus();
    if (!own) this.set(dragged(this.now, grip, from, from, this.count));
  }

  private drag(event: PointerEvent): void {
    if (this.held) this.set(dragged(this.held.begun, this.held.grip, this.held.from, this.share(event), this.count));
  }

  private press(event: KeyboardEvent): void {
    const end = (event.target as HTMLElement).dataset["brush"] as End | undefined;
    if (!end || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = keyed(this.now[end], event.key, this.count);
    if (at === null) return;
    event.preventDefault();
    // With Shift the stretch keeps its length, as when it is dragged between its ends.
    this.set(event.shiftKey ? slid(this.now, at - this.now[end], this.count) : moved(this.now, end, at, this.count));
  }

  private set(next: Stretch): void {
    if (next.from === this.now.from && next.to === this.now.to) return;
    this.now = next;
    this.changed(next);
  }
}
