import { describe, expect, it } from "vitest";
import { around, type Box, wordsBox } from "../src/chart/collide";
import { type DrawnLine, spotsOf, takenBy } from "../src/chart/spots";
import { node } from "./parts";

const place = (x: number, y: number) => ({ x, y });
const line = (id: string, from: [number, number], to: [number, number], more: Partial<DrawnLine> = {}): DrawnLine => ({
  ...{ id, label: "14 Aug 2025", hasRing: false, ends: [place(...from), place(...to)] as const },
  middle: place((from[0] + to[0]) / 2, (from[1] + to[1]) / 2),
  ...more,
});
const over = (a: Box, b: Box) => Math.min(a.x2, b.x2) > Math.max(a.x1, b.x1) && Math.min(a.y2, b.y2) > Math.max(a.y1, b.y1);
const wordsAt = (at: { x: number; y: number }) => around(at, 11 * 2.9, 6);

describe("words of lines", () => {
  it("stand at the middle where there is room", () => {
    expect(spotsOf([line("a", [0, 0], [200, 0])], []).get("a")).toEqual(place(100, 0));
  });

  it("give way to the long second line of a name", () => {
    const gun = node("gun", 4, { label: "TKF12045", sub: "HP-9 Compact, 9mm Luger, two-tone" });
    const taken = takenBy([gun], () => place(100, 0), new Map());
    const way = line("a", [0, 160], [100, 0]);
    const name = wordsBox(gun, place(100, 0), "below");
    expect(over(wordsAt(place(65, 56)), name)).toBe(false);
    for (const middle of [way.middle, place(80, 32)]) {
      const at = spotsOf([{ ...way, middle }], taken).get("a")!;
      expect(over(wordsAt(at), name)).toBe(false);
    }
  });

  it("go along a line between two names, and beside it where all of it is taken", () => {
    const names = [node("a", 0, { sub: "purchaser of record" }), node("b", 0, { sub: "purchaser of record" })];
    const places: Record<string, { x: number; y: number }> = { a: place(0, 0), b: place(0, 90) };
    const taken = takenBy(names, (id) => places[id]!, new Map());
    const at = spotsOf([line("ab", [0, 0], [0, 90])], taken).get("ab")!;
    expect(at.x).toBe(0);
    expect(taken.some((box) => over(wordsAt(at), box))).toBe(false);
    const aside = spotsOf([line("ab", [0, 0], [0, 90])], [around(place(0, 45), 2, 45)]).get("ab")!;
    expect(Math.abs(aside.x)).toBeGreaterThan(30);
  });

  it("stand over the ring of an unknown leg where a name lies under it", () => {
    const leg = line("leg", [0, 0], [200, 0], { hasRing: true, label: "110 days" });
    expect(spotsOf([leg], []).get("leg")!.y).toBeGreaterThan(10);
    expect(spotsOf([leg], [around(place(100, 20), 60, 8)]).get("leg")!.y).toBeLessThan(-10);
  });

  it("keep clear of each other, and come out the same in any order", () => {
    const lines = Array.from({ length: 12 }, (_, n) => line(`l${String(n).padStart(2, "0")}`, [0, n * 6], [400, 60 + n * 3]));
    const spots = spotsOf(lines, []);
    const all = [...spots.values()].map(wordsAt);
    expect(all.filter((a, at) => all.some((b, other) => other > at && over(a, b)))).toEqual([]);
    expect(spotsOf([...lines].reverse(), [])).toEqual(spots);
  });

  it("have no place where there are none", () => {
    expect(spotsOf([line("a", [0, 0], [9, 9], { label: "" })], []).size).toBe(0);
  });
});
