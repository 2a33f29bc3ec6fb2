// Windows on the map and spans of days.
import { describe, expect, it } from "vitest";
import { dayAt, within } from "../src/span";
import { moved, NEAREST, zoomed } from "../src/window";

const whole = { x: 0, y: 0, width: 1000, height: 700 };
const middle = { x: 500, y: 350 };

describe("the part of the map that is looked at", () => {
  it("keeps the point under the pointer in its place", () => {
    const near = zoomed(whole, whole, 2, { x: 250, y: 175 });
    expect(near).toEqual({ x: 125, y: 87.5, width: 500, height: 350 });
  });
  it("never leaves the whole, nor goes nearer than allowed", () => {
    expect(zoomed(whole, whole, 0.1, middle)).toEqual(whole);
    expect(zoomed(whole, whole, 1e6, middle).width).toBeCloseTo(1000 / NEAREST);
    expect(moved(zoomed(whole, whole, 2, middle), whole, 9e9, -9e9)).toEqual({ x: 500, y: 0, width: 500, height: 350 });
  });
});

describe("days of a timeline", () => {
  const scale = { first: "2025-01-01", last: "2026-01-01", left: 100, right: 465 };
  it("stand where the drawing put them", () => {
    expect(dayAt(scale, 100)).toBe("2025-01-01");
    expect(dayAt(scale, 131)).toBe("2025-02-01");
    expect(dayAt(scale, 9999)).toBe("2026-01-01");
  });
  it("are as precise as they are known", () => {
    expect(within("2025", "2025-06-01", "2025-07-01")).toBe(true);
    expect(within("2025-05", "2025-06-01", "")).toBe(false);
    expect(within("2025-06-01", "2025-06-01", "2025-06-01")).toBe(true);
    expect(within("2026-01-02", "", "2026-01-01")).toBe(false);
    expect(within("", "2025-01-01", "")).toBe(false);
    expect(within("", "", "")).toBe(true);
  });
});
