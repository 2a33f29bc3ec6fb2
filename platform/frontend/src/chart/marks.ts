// Kinds as pictures: the same shapes and glyphs that the server draws, as data addresses for the canvas.
import drawings from "../../../ironriver/web/glyphs.json";

interface KindMark {
  shape: string;
  glyph: string;
  solid: boolean;
  light: string;
  dark: string;
}

const kinds = drawings.kinds as Record<string, KindMark>;
const shapes = drawings.shapes as Record<string, string>;
const glyphs = drawings.glyphs as Record<string, string>;

export interface Palette {
  dark: boolean;
  /** On paper kinds are black: shape and glyph carry them. */
  paper?: boolean;
  surface: string;
  ink: string;
  ink2: string;
  river: string;
  edge: string;
  ballistic: string;
}

export function markOf(kind: string): KindMark {
  return kinds[kind] ?? kinds["document"]!;
}

export function colourOf(kind: string, dark: boolean): string {
  const mark = markOf(kind);
  return dark ? mark.dark : mark.light;
}

/** SVG elements of a kind, centred on 0, colours written out (a data address sees no style sheet). */
export function markInside(kind: string, palette: Palette): string {
  const mark = markOf(kind);
  const colour = palette.paper ? palette.ink : colourOf(kind, palette.dark);
  const fill = mark.solid ? colour : palette.paper ? palette.surface : mixed(colour, palette.surface, palette.dark ? 0.18 : 0.12);
  const line = mark.solid ? palette.surface : colour;
  const dash = kind === "unknown" ? ` stroke-dasharray="3.2 2.6"` : "";
  const shape = shapes[mark.shape]!.replace("class='shape'", `fill="${kind === "unknown" ? palette.surface : fill}" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round"${dash}`);
  const glyph = glyphs[mark.glyph]!.replaceAll("class='solid'", `fill="${line}" stroke="none"`);
  return `${shape}<g fill="none" stroke="${line}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">${glyph}</g>`;
}

const kept = new Map<string, string>();

export function markAddress(kind: string, palette: Palette): string {
  const key = `${kind} ${palette.dark}`;
  let address = kept.get(key);
  if (!address) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="72" height="72" viewBox="-18 -18 36 36">${markInside(kind, palette)}</svg>`;
    address = `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
    kept.set(key, address);
  }
  return address;
}

/** Mix two #rrggbb colours; `share` of the first. */
export function mixed(first: string, second: string, share: number): string {
  const part = (text: string, at: number) => parseInt(text.slice(at, at + 2), 16);
  const both = [1, 3, 5].map((at) => Math.round(part(first, at) * share + part(second, at) * (1 - share)));
  return `#${both.map((n) => n.toString(16).padStart(2, "0")).join("")}`;
}

/** Read the colours in force from the style sheet. */
export function readPalette(): Palette {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    const parts = getComputedStyle(probe).color.match(/\d+(\.\d+)?/g) ?? ["0", "0", "0"];
    return `#${parts.slice(0, 3).map((n) => Math.round(Number(n)).toString(16).padStart(2, "0")).join("")}`;
  };
  const palette = {
    surface: read("--surface"),
    ink: read("--ink"),
    ink2: read("--ink-2"),
    river: read("--river"),
    edge: read("--edge"),
    ballistic: read("--kind-ballistic"),
  };
  probe.remove();
  return { ...palette, dark: parseInt(palette.surface.slice(1, 3), 16) < 128 };
}
