import { describe, expect, it } from "vitest";
import { placeByRank } from "../src/chart/ranks";
import { edge, node } from "./parts";

const nodes = ["maker", "dealer", "buyer", "gun", "alone"].map((id) => node(id));
const edges = [edge("maker", "dealer"), edge("dealer", "buyer"), edge("buyer", "gun")];

describe("layout by rank", () => {
  it("runs from left to right as the arrows do", () => {
    const at = placeByRank(nodes, edges);
    const across = ["maker", "dealer", "buyer", "gun"].map((id) => at.get(id)!.x);
    expect(across).toEqual([...across].sort((a, b) => a - b));
    expect(new Set(across).size).toBe(4);
  });

  it("places everything, also what stands alone, and nothing on top of another", () => {
    const at = placeByRank(nodes, edges);
    expect([...at.keys()].sort()).toEqual(["alone", "buyer", "dealer", "gun", "maker"]);
    const spots = [...at.values()].map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`);
    expect(new Set(spots).size).toBe(5);
  });

  it("gives the same places whatever order things came in", () => {
    const turned = placeByRank([...nodes].reverse(), [...edges].reverse());
    for (const [id, at] of placeByRank(nodes, edges)) expect(turned.get(id)).toEqual(at);
  });

  it("leaves out links that lack an end and survives a circle", () => {
    expect(placeByRank([node("a")], [edge("a", "nobody")]).size).toBe(1);
    expect(placeByRank([node("a"), node("b")], [edge("a", "b"), edge("b", "a")]).size).toBe(2);
    expect(placeByRank([], []).size).toBe(0);
  });
});
