// Days and where they stand on a drawing. Pure: no page is needed to test it.
export interface Scale {
  /** First and last day as ISO text, and where they stand. */
  first: string;
  last: string;
  left: number;
  right: number;
}

const DAY = 86_400_000;

/** The day at a place of the drawing, never outside of it. */
export function dayAt(scale: Scale, x: number): string {
  const from = Date.parse(scale.first);
  const to = Date.parse(scale.last);
  const share = Math.min(Math.max((x - scale.left) / (scale.right - scale.left), 0), 1);
  return new Date(Math.round((from + share * (to - from)) / DAY) * DAY).toISOString().slice(0, 10);
}

/** Whether a date, as precise as it is known, touches the days from `since` to `until`; empty ends are open. */
export function within(date: string, since: string, until: string): boolean {
  if (!date) return !since && !until;
  return (!since || `${date}-99-99`.slice(0, 10) >= since) && (!until || date <= until);
}
