import { describe, expect, it } from "vitest";
import { LANE_WIDTH, placeAll, placeFresh, ROW_HEIGHT, spread, TOWER } from "../src/chart/lanes";
import { edge, node } from "./parts";

describe("spread", () => {
  it("keeps what is far enough apart", () => {
    expect(spread([0, 2, 5])).toEqual([0, 2, 5]);
  });

  it("pushes apart around the middle", () => {
    expect(spread([0, 0, 0])).toEqual([-1, 0, 1]);
  });

  it("never changes the order and leaves at least one row between", () => {
    const wanted = [3, 1, 1, 9, 8.5, 8.4, -2].sort((a, b) => a - b);
    const places = spread(wanted);
    for (let i = 1; i < places.length; i += 1) expect(places[i]! - places[i - 1]!).toBeGreaterThanOrEqual(1 - 1e-9);
  });
});

describe("lanes", () => {
  const nodes = [node("maker", 0), node("dealer", 2), node("buyer", 3), node("gun1", 4), node("gun2", 4), node("found", 5.4)];
  const edges = [edge("maker", "gun1"), edge("dealer", "buyer"), edge("buyer", "gun1"), edge("buyer", "gun2"), edge("gun1", "found")];

  it("puts a gun's life from left to right", () => {
    const places = placeAll(nodes, edges);
    expect(places.get("maker")!.x).toBeLessThan(places.get("dealer")!.x);
    expect(places.get("dealer")!.x).toBeLessThan(places.get("buyer")!.x);
    expect(places.get("gun1")!.x).toBe(4 * LANE_WIDTH);
    expect(places.get("found")!.x).toBeGreaterThan(places.get("gun1")!.x);
  });

  it("puts a dealer at the middle of those who supply it", () => {
    const suppliers = Array.from({ length: 8 }, (_, i) => node(`supplier${i}`, 1));
    const places = placeAll([node("dealer", 2), ...suppliers], suppliers.map((one) => edge(one.id, "dealer")));
    const ys = suppliers.map((one) => places.get(one.id)!.y);
    expect(places.get("dealer")!.y).toBeCloseTo((Math.min(...ys) + Math.max(...ys)) / 2);
  });

  it("comes out the same every time, whatever the order of the input", () => {
    expect(placeAll(nodes, edges)).toEqual(placeAll([...nodes].reverse(), [...edges].reverse()));
  });

  it("leaves room between things of a lane", () => {
    const places = placeAll(nodes, edges);
    expect(Math.abs(places.get("gun1")!.y - places.get("gun2")!.y)).toBeGreaterThanOrEqual(ROW_HEIGHT - 1e-6);
  });

  it("sets many new things out as a block under the chart", () => {
    const standing = placeAll(nodes, edges);
    const many = Array.from({ length: TOWER + 16 }, (_, i) => node(`buyer${i}`, 3));
    const more = placeFresh(many, edges, standing);
    const lowest = Math.max(...[...standing.values()].map((at) => at.y));
    const [xs, ys] = [[...more.values()].map((at) => at.x), [...more.values()].map((at) => at.y)];
    expect(more.size).toBe(TOWER + 16);
    expect(Math.min(...ys)).toBeGreaterThan(lowest);
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(Math.max(...ys) - Math.min(...ys));
    expect(new Set([...more.values()].map((at) => `${at.x} ${at.y}`)).size).toBe(TOWER + 16);
  });

  it("sets them out beside a chart that is taller than wide, on the side where they belong", () => {
    const suppliers = Array.from({ length: 8 }, (_, i) => node(`supplier${i}`, 1));
    const standing = placeAll([node("dealer", 2), ...suppliers], suppliers.map((one) => edge(one.id, "dealer")));
    const [xs, ys] = [[...standing.values()].map((at) => at.x), [...standing.values()].map((at) => at.y)];
    for (const [lane, isRight] of [[3, true], [0, false]] as const) {
      const many = Array.from({ length: 25 }, (_, i) => node(`new${i}`, lane));
      const more = [...placeFresh(many, [], standing).values()];
      expect(more.every((at) => (isRight ? at.x > Math.max(...xs) + 100 : at.x < Math.min(...xs) - 100))).toBe(true);
      expect(Math.max(...more.map((at) => at.y))).toBeLessThan(Math.max(...ys) + ROW_HEIGHT);
      expect(new Set(more.map((at) => `${at.x} ${at.y}`)).size).toBe(25);
    }
  });

  it("places what is new near what it hangs on, without moving or covering anything", () => {
    const standing = placeAll(nodes, edges);
    const fresh = [node("gun3", 4), node("gun4", 4)];
    const more = placeFresh(fresh, [...edges, edge("buyer", "gun3"), edge("buyer", "gun4")], standing);
    expect([...more.keys()]).toEqual(["gun3", "gun4"]);
    const all = [...standing.values(), ...more.values()];
    for (const [i, a] of all.entries())
      for (const b of all.slice(i + 1)) expect(Math.abs(a.x - b.x) + Math.abs(a.y - b.y)).toBeGreaterThan(30);
  });
});
