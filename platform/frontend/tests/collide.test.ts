import { describe, expect, it } from "vitest";
import { offsetOf, sidesOf } from "../src/chart/collide";
import { edge, node } from "./parts";

const place = (x: number, y: number) => ({ x, y });

describe("names that do not lie over each other", () => {
  it("stand below where there is room", () => {
    const nodes = [node("a"), node("b")];
    const sides = sidesOf(nodes, [], new Map([["a", place(0, 0)], ["b", place(300, 0)]]));
    expect([...sides.values()]).toEqual(["below", "below"]);
  });

  it("give way to a mark underneath", () => {
    const nodes = [node("a", 0, { label: "A LONG NAME" }), node("b")];
    const sides = sidesOf(nodes, [], new Map([["a", place(0, 0)], ["b", place(0, 30)]]));
    expect(sides.get("a")).not.toBe("below");
  });

  it("let what has more lines choose first", () => {
    const nodes = [node("a", 0, { label: "TKF12045TKF" }), node("b", 0, { label: "TKF12046TKF" }), node("c")];
    const at = new Map([["a", place(0, 0)], ["b", place(60, 0)], ["c", place(0, 400)]]);
    expect(sidesOf(nodes, [edge("b", "c")], at).get("b")).toBe("below");
    expect(sidesOf(nodes, [edge("a", "c")], at).get("a")).toBe("below");
  });

  it("come out the same in any order", () => {
    const nodes = Array.from({ length: 30 }, (_, n) => node(`n${n}`, 0, { label: `NUMBER ${n}` }));
    const at = new Map(nodes.map((one, n) => [one.id, place((n % 6) * 40, Math.floor(n / 6) * 34)]));
    expect(sidesOf([...nodes].reverse(), [], at)).toEqual(sidesOf(nodes, [], at));
  });

  it("are aligned away from the mark", () => {
    expect(offsetOf("right").align).toBe("left");
    expect(offsetOf("left").x).toBeLessThan(0);
    expect(offsetOf("above").y).toBeLessThan(0);
    expect(offsetOf("below").y).toBeGreaterThan(0);
  });
});
