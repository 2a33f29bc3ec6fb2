// Which years follow which when the map plays. Pure: no page is needed to test it.
export interface Years {
  first: number;
  last: number;
}

/** `each`: one year after the other. `grow`: from the first year on, one more each time. */
export type Mode = "each" | "grow";

/** What comes after these years; null after the last. What fits into no row begins anew, as does what stood at the end. */
export function nextYears(all: readonly number[], now: Years, mode: Mode, again = false): Years | null {
  const [first, end] = [all[0], all[all.length - 1]];
  if (first === undefined || end === undefined) return null;
  const begin = { first, last: first };
  const isOne = mode === "each" ? now.first === now.last && all.includes(now.first) : now.first === first && now.last <= end;
  if (now.last >= end && (isOne || again)) return again ? begin : null;
  if (!isOne) return begin;
  const next = all.find((year) => year > now.last)!;
  return { first: mode === "each" ? next : first, last: next };
}

/** The same page with other years. */
export function addressOf(page: string, years: Years): string {
  const address = new URL(page);
  address.searchParams.set("first", String(years.first));
  address.searchParams.set("last", String(years.last));
  return address.href;
}
