// Words, rings, badges and the "?" of unknown legs, on a canvas above Cytoscape's: two weights and a halo per label,
// which its own labels cannot do, and nothing drawn that is too small to read.
import type cytoscape from "cytoscape";
import type { Palette } from "./marks";
import { offsetOf, type Side } from "./collide";
import { type ChartEdge, type ChartModel, type ChartNode, type Place, RINGS } from "./model";

const SANS = '"Public Sans Variable", system-ui, sans-serif';
const MONO = '"Roboto Mono Variable", ui-monospace, monospace';
/** Below this scale words would be under 6 px: the picture is then an overview. */
export const READABLE = 0.5;

type Pen = CanvasRenderingContext2D;
/** Canvases on which nothing stands: clearing them again would have them composed anew at every frame of a drag. */
const blank = new WeakSet<HTMLCanvasElement>();

/** How the words lie: sides of names, places of the words of lines, what is faint because it lies outside the chosen time, and whether to hurry. */
export interface Lettering {
  sides: ReadonlyMap<string, Side>;
  /** Middles of the words of lines. */
  spots: ReadonlyMap<string, Place>;
  faint: ReadonlySet<string>;
  /** While a large chart is dragged only marks and lines move; words come back when it stands. */
  bare: boolean;
}

export function drawWords(canvas: HTMLCanvasElement, cy: cytoscape.Core, model: ChartModel, palette: Palette, how: Lettering): void {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [cy.width(), cy.height()];
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const drawn = how.bare ? ringed(model) : model.state.nodes.values();
  if (how.bare && model.chosen.size + model.state.pinned.size === 0) {
    if (!blank.has(canvas)) wipe(pen, canvas);
    return void blank.add(canvas);
  }
  blank.delete(canvas);
  const zoom = cy.zoom();
  const pan = cy.pan();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * pan.x, ratio * pan.y);
  pen.textAlign = "center";
  pen.lineJoin = "round";
  const view = cy.extent();
  const seen = (x: number, y: number) => x > view.x1 - 90 && x < view.x2 + 90 && y > view.y1 - 60 && y < view.y2 + 60;
  if (zoom >= READABLE && !how.bare) {
    for (const edge of model.state.edges.values()) {
      if (how.faint.has(edge.id) || (!edge.label && !(edge.style in RINGS))) continue;
      const line = cy.getElementById(edge.id);
      if (line.empty()) continue;
      const at = line.midpoint();
      if (seen(at.x, at.y)) drawEdgeWords(pen, edge, { at, words: how.spots.get(edge.id) ?? at }, palette);
    }
  }
  for (const node of drawn) {
    const shown = cy.getElementById(node.id);
    if (shown.empty()) continue;
    const at = shown.position();
    if (!seen(at.x, at.y)) continue;
    pen.globalAlpha = how.faint.has(node.id) ? 0.3 : 1;
    if (model.chosen.has(node.id)) ring(pen, at, palette.river);
    if (model.state.pinned.has(node.id)) diamond(pen, at.x - 16, at.y - 16, palette.ink);
    if (zoom >= READABLE && !how.bare) drawNodeWords(pen, node, at, palette, how.sides.get(node.id) ?? "below");
    if (!how.bare) badge(pen, model.undrawn(node.id), at, palette);
  }
  pen.globalAlpha = 1;
}

/** What carries a ring or a pin: all that stands on this canvas while a large chart is dragged. */
function ringed(model: ChartModel): ChartNode[] {
  const ids = new Set([...model.chosen, ...model.state.pinned]);
  return [...ids].map((id) => model.state.nodes.get(id)).filter((node) => node !== undefined);
}

function wipe(pen: Pen, canvas: HTMLCanvasElement): void {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
}

function drawNodeWords(pen: Pen, node: ChartNode, at: cytoscape.Position, palette: Palette, side: Side): void {
  const { x, y, align } = offsetOf(side);
  pen.textAlign = align;
  haloed(pen, node.label, at.x + x, at.y + y, `600 11px ${node.mono ? MONO : SANS}`, palette.ink, palette.surface);
  if (node.sub) haloed(pen, node.sub, at.x + x, at.y + y + 12, `400 10.5px ${SANS}`, palette.ink2, palette.surface);
  pen.textAlign = "center";
}

function drawEdgeWords(pen: Pen, edge: ChartEdge, { at, words }: { at: Place; words: Place }, palette: Palette): void {
  const sign = RINGS[edge.style];
  if (sign) {
    pen.beginPath();
    pen.arc(at.x, at.y, 8, 0, Math.PI * 2);
    pen.fillStyle = palette.surface;
    pen.fill();
    pen.strokeStyle = palette.edge;
    pen.lineWidth = 1.2;
    pen.stroke();
    pen.font = `600 10.5px ${SANS}`;
    pen.fillStyle = palette.ink2;
    pen.fillText(sign, at.x, at.y + 3.8);
    if (edge.label) haloed(pen, edge.label, words.x, words.y + 3.5, `400 10.5px ${SANS}`, palette.ink2, palette.surface);
    return;
  }
  const colour = edge.style === "lead" || edge.style === "hit" ? palette.ballistic : palette.ink2;
  if (edge.label) haloed(pen, edge.label, words.x, words.y + 3.5, `500 10.5px ${SANS}`, colour, palette.surface);
}

function haloed(pen: Pen, text: string, x: number, y: number, font: string, ink: string, halo: string): void {
  pen.font = font;
  pen.strokeStyle = halo;
  pen.lineWidth = 3.5;
  pen.strokeText(text, x, y);
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
}

function ring(pen: Pen, at: cytoscape.Position, colour: string): void {
  pen.beginPath();
  pen.arc(at.x, at.y, 19, 0, Math.PI * 2);
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.stroke();
}

function diamond(pen: Pen, x: number, y: number, colour: string): void {
  pen.beginPath();
  pen.moveTo(x, y - 5);
  pen.lineTo(x + 4, y);
  pen.lineTo(x, y + 5);
  pen.lineTo(x - 4, y);
  pen.closePath();
  pen.fillStyle = colour;
  pen.fill();
}

function badge(pen: Pen, undrawn: number, at: cytoscape.Position, palette: Palette): void {
  if (undrawn < 1) return;
  const text = `+${undrawn.toLocaleString(document.documentElement.lang === "es" ? "es-MX" : "en-US")}`;
  pen.font = `650 10.5px ${SANS}`;
  const width = pen.measureText(text).width + 10;
  pen.beginPath();
  pen.roundRect(at.x + 8, at.y - 25, width, 15, 7.5);
  pen.fillStyle = palette.ink;
  pen.fill();
  pen.fillStyle = palette.surface;
  pen.fillText(text, at.x + 8 + width / 2, at.y - 13.8);
}
