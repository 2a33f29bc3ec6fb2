// Which things and lines lie in a stretch of time. Days are compared as texts: 2025-08-14 < 2025-12.
import type { ChartEdge, ChartNode } from "./model";

export interface Period {
  /** Months of the first and last dated record, with every month between them: `2025-08`. */
  months: string[];
  /** Sales and other lines, and recoveries, in each month. */
  lines: number[];
  recoveries: number[];
  /** Lines without a day. They stay visible whatever is chosen. */
  undated: number;
}

export function periodOf(nodes: Iterable<ChartNode>, edges: Iterable<ChartEdge>): Period {
  const days: [string, boolean][] = [];
  let undated = 0;
  for (const node of nodes) if (isDay(node.date)) days.push([node.date!, true]);
  for (const edge of edges) {
    if (isDay(edge.first)) days.push([edge.first!, false]);
    else undated += 1;
  }
  const months = between(days.map(([day]) => day.slice(0, 7)));
  const lines = months.map(() => 0);
  const recoveries = months.map(() => 0);
  for (const [day, found] of days) (found ? recoveries : lines)[months.indexOf(day.slice(0, 7))]! += 1;
  return { months, lines, recoveries, undated };
}

/** Ids of what lies wholly outside the months from…to. A thing goes with its lines; what has no day stays. */
export function outside(nodes: Iterable<ChartNode>, edges: Iterable<ChartEdge>, from: string, to: string): Set<string> {
  const gone = new Set<string>();
  const dated = new Map<string, { all: number; out: number }>();
  const all = [...edges];
  for (const edge of all) {
    if (!isDay(edge.first)) continue;
    const out = (edge.last || edge.first)!.slice(0, 7) < from || edge.first!.slice(0, 7) > to;
    if (out) gone.add(edge.id);
    for (const end of [edge.from, edge.to]) {
      const one = dated.get(end) ?? { all: 0, out: 0 };
      dated.set(end, { all: one.all + 1, out: one.out + (out ? 1 : 0) });
    }
  }
  for (const node of nodes) {
    const lines = dated.get(node.id);
    const own = isDay(node.date) ? node.date!.slice(0, 7) < from || node.date!.slice(0, 7) > to : null;
    if (own ?? (lines !== undefined && lines.all === lines.out)) gone.add(node.id);
  }
  for (const edge of all) if (!isDay(edge.first) && (gone.has(edge.from) || gone.has(edge.to))) gone.add(edge.id);
  return gone;
}

function isDay(text: string | undefined): boolean {
  return text !== undefined && /^\d{4}-\d{2}/.test(text);
}

function between(months: string[]): string[] {
  if (!months.length) return [];
  const sorted = [...months].sort();
  let [year, month] = sorted[0]!.split("-").map(Number) as [number, number];
  const found: string[] = [];
  for (;;) {
    const here = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    found.push(here);
    if (here >= sorted[sorted.length - 1]! || found.length > 2400) return found;
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
}
