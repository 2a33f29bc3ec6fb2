// The chart as SVG for paper: same places, black on white, meaning by shape, line and word.
import { markInside, type Palette } from "./marks";
import { type ChartEdge, type ChartModel, type Place, RINGS } from "./model";
import { spotsOf, takenBy } from "./spots";

const PAPER: Palette = { dark: false, paper: true, surface: "#ffffff", ink: "#000000", ink2: "#333333", river: "#000000", edge: "#333333", ballistic: "#000000" };
const MARGIN = 70;

export function chartAsSvg(model: ChartModel, label: string): string {
  const { nodes, edges, places } = model.state;
  const at = (id: string): Place => places.get(id) ?? { x: 0, y: 0 };
  const xs = [...nodes.keys()].map((id) => at(id).x);
  const ys = [...nodes.keys()].map((id) => at(id).y);
  if (!xs.length) return "";
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const [width, height] = [Math.max(...xs) + MARGIN - left, Math.max(...ys) + MARGIN - top];
  const ways = [...edges.values()].map((edge) => ({ id: edge.id, label: edge.label, hasRing: edge.style in RINGS, ...wayOf(at(edge.from), at(edge.to)) }));
  const spots = spotsOf(ways, takenBy(nodes.values(), at, new Map()));
  const lines = [...edges.values()].map((edge) => line(edge, wayOf(at(edge.from), at(edge.to)), spots.get(edge.id)));
  const things = [...nodes.values()].map((node) => {
    const { x, y } = at(node.id);
    const undrawn = model.undrawn(node.id);
    const more = undrawn ? `<text x="16" y="-14" text-anchor="start" font-size="10.5">+${undrawn}</text>` : "";
    return `<g transform="translate(${round(x)} ${round(y)})">${markInside(node.kind, PAPER)}${words(node.label, 30, 600)}${words(node.sub, 42, 400)}${more}</g>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped(label)}" viewBox="${round(left)} ${round(top)} ${round(width)} ${round(height)}" ` +
    `font-family="Public Sans Variable, sans-serif" font-size="11" text-anchor="middle">${lines.join("")}${things.join("")}</svg>`
  );
}

interface Way {
  middle: Place;
  ends: readonly [Place, Place];
}

/** From edge to edge of two marks, not from their middles. */
function wayOf(from: Place, to: Place): Way {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const step = (at: Place, by: number): Place => ({ x: at.x + (by * (to.x - from.x)) / length, y: at.y + (by * (to.y - from.y)) / length });
  const [a, b] = [step(from, 19), step(to, -21)];
  return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, ends: [a, b] };
}

function line(edge: ChartEdge, { middle, ends: [a, b] }: Way, spot: Place = middle): string {
  const path = `M${round(a.x)} ${round(a.y)}L${round(b.x)} ${round(b.y)}`;
  const dashes = { lead: "8 3 1.6 3", unknown_leg: "7 5", inferred: "1.5 4" } as Record<string, string>;
  const dash = dashes[edge.style] ? ` stroke-dasharray="${dashes[edge.style]}"` : "";
  const drawn =
    edge.style === "hit"
      ? `<path d="${path}" stroke="#000" stroke-width="5"/><path d="${path}" stroke="#fff" stroke-width="2.2"/>`
      : `<path d="${path}" stroke="#333" stroke-width="${edge.style === "excluded" ? 1 : 1.4}" fill="none"${dash}/>`;
  // As on the screen: who shipped or sold to whom; what was only taken for related has no direction.
  const head = ["hit", "lead", "inferred", "excluded"].includes(edge.style) ? "" : headOf(a, b);
  const sign = RINGS[edge.style];
  const ring = `<circle cx="${round(middle.x)}" cy="${round(middle.y)}" r="8" fill="#fff" stroke="#333"/>`;
  const mark = sign ? `${ring}<text x="${round(middle.x)}" y="${round(middle.y + 4)}">${sign}</text>` : "";
  return `${drawn}${head}${mark}<g transform="translate(${round(spot.x)} ${round(spot.y)})">${words(edge.label, 3.5, 400)}</g>`;
}

function headOf(from: Place, to: Place): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const side = (by: number) => `${round(to.x - 8 * dx - by * dy)} ${round(to.y - 8 * dy + by * dx)}`;
  return `<path d="M${round(to.x)} ${round(to.y)}L${side(3.6)}L${side(-3.6)}Z" fill="#333"/>`;
}

function words(text: string, y: number, weight: number): string {
  return text ? `<text y="${y}" font-weight="${weight}" stroke="#fff" stroke-width="3.5" paint-order="stroke">${escaped(text)}</text>` : "";
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
