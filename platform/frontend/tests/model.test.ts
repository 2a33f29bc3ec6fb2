import { describe, expect, it, vi } from "vitest";
import { placeAll, placeFresh } from "../src/chart/lanes";
import { ChartModel, MOST_STEPS, type Part } from "../src/chart/model";
import { edge, node } from "./parts";

function add(model: ChartModel, part: Part): number {
  return model.add(part, (fresh, now) =>
    now.places.size === 0 ? placeAll([...now.nodes.values()], now.edges.values()) : placeFresh(fresh, now.edges.values(), now.places),
  );
}

const star: Part = { nodes: [node("gun", 1, { total: 5 }), node("a", 0), node("b", 2)], edges: [edge("a", "gun"), edge("gun", "b")] };

describe("what is on the chart", () => {
  it("adds things and links, once each", () => {
    const model = new ChartModel();
    expect(add(model, star)).toBe(3);
    const steps = model.steps;
    expect(add(model, { ...star, nodes: [node("gun", 1, { total: 7 })] })).toBe(0);
    expect([model.steps, model.undrawn("gun")]).toEqual([steps, 5]); // a truer number, and nothing to undo
    expect(model.state.nodes.size).toBe(3);
    expect(model.state.edges.size).toBe(2);
  });

  it("leaves out links that lack an end", () => {
    const model = new ChartModel();
    add(model, { nodes: [node("a")], edges: [edge("a", "nobody")] });
    expect(model.state.edges.size).toBe(0);
  });

  it("counts what is not drawn, and never less than nothing", () => {
    const model = new ChartModel();
    add(model, star);
    expect(model.undrawn("gun")).toBe(3);
    expect(model.undrawn("a")).toBe(0);
    expect(model.undrawn("absent")).toBe(0);
    expect(model.reach()).toBe(6);
  });

  it("says what nobody counted, and takes the number when it comes: in every step, undone or not", () => {
    const model = new ChartModel();
    add(model, { nodes: [node("gun", 1, { total: 5 }), node("maker", 0, { total: null })], edges: [] });
    model.pin("gun");
    model.undo();
    expect([model.uncounted(), model.reach()]).toEqual([1, 7]);
    const heard = vi.fn();
    model.onChange(heard);
    model.counted("maker", 200_000);
    expect([model.uncounted(), model.undrawn("maker"), model.canRedo]).toEqual([0, 200_000, true]);
    model.redo();
    expect(model.undrawn("maker")).toBe(200_000);
    model.counted("gun", 9); // counted before, less what the chain says: stays
    model.counted("absent", 9);
    expect(model.undrawn("gun")).toBe(5);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("keeps a number that was counted when the thing comes again without one", () => {
    const model = new ChartModel();
    add(model, { nodes: [node("maker", 0, { total: null, told: 2 })], edges: [] });
    model.counted("maker", 200_000);
    add(model, { nodes: [node("maker", 0, { total: null }), node("gun")], edges: [edge("maker", "gun")] });
    expect([model.uncounted(), model.undrawn("maker")]).toEqual([0, 199_997]);
    add(model, { nodes: [node("maker", 0, { total: 9 })], edges: [] });
    expect(model.undrawn("maker")).toBe(6);
  });

  it("joins lines that come later to what is drawn, as no step of their own", () => {
    const model = new ChartModel();
    add(model, { nodes: [node("maker"), node("shop")], edges: [edge("maker", "shop")] });
    model.keep();
    add(model, { nodes: [node("gun")], edges: [] });
    model.join([edge("maker", "shop", { count: 113_490, label: "shipped 113,490" }), edge("shop", "gun"), edge("shop", "absent")]);
    expect([...model.state.edges.keys()]).toEqual(["maker-shop", "shop-gun"]);
    expect(model.steps).toBe(2);
    model.undo();
    expect([...model.state.edges.values()].map((one) => one.count)).toEqual([113_490]);
    expect(model.isChanged).toBe(false);
  });

  it("names persons that stand twice, and joins nobody", () => {
    const model = new ChartModel();
    const person = (id: string, label: string) => node(id, 3, { kind: "person", label });
    add(model, { nodes: [node("gun", 4), person("a", "Whitcombe Dale R"), person("b", "WHITCOMBE, DALE R"), person("c", "Kern, T."), person("d", "")], edges: [] });
    expect(model.sameNames()).toEqual([{ name: "Whitcombe Dale R", ids: ["a", "b"] }]);
    expect(model.state.nodes.size).toBe(5);
    model.hide(["b"]);
    expect(model.sameNames()).toEqual([]);
  });

  it("refuses to grow beyond what the canvas can move", () => {
    const model = new ChartModel();
    add(model, star);
    const many = { nodes: Array.from({ length: 2000 }, (_, i) => node(`n${i}`)), edges: [] };
    expect(add(model, many)).toBe(-1);
    expect(model.state.nodes.size).toBe(3);
  });

  it("hides things with their links and lets go of a hidden selection", () => {
    const model = new ChartModel();
    add(model, star);
    model.select("gun");
    expect(model.hide(["gun", "absent"])).toBe(1);
    expect(model.state.edges.size).toBe(0);
    expect(model.selected).toBeNull();
    expect(model.hide(["gun"])).toBe(0);
  });

  it("collapses what hangs on one thing only, and brings it back in one step", () => {
    const model = new ChartModel();
    add(model, { nodes: [...star.nodes, node("c", 3), node("far", 4)], edges: [...star.edges, edge("gun", "c"), edge("c", "far")] });
    model.pin("b");
    expect(model.collapse("gun")).toBe(1);
    expect([...model.state.nodes.keys()].sort()).toEqual(["b", "c", "far", "gun"]);
    expect(model.collapse("gun")).toBe(0);
    expect(model.collapse("absent")).toBe(0);
    model.undo();
    expect(model.state.nodes.has("a")).toBe(true);
    expect(model.state.edges.has("a-gun")).toBe(true);
  });

  it("hides all but a thing, its neighbours and what is pinned", () => {
    const model = new ChartModel();
    add(model, { nodes: [...star.nodes, node("far", 4), node("kept", 5)], edges: [...star.edges, edge("b", "far")] });
    model.pin("kept");
    model.select("gun");
    expect(model.hideOthers("gun")).toBe(1);
    expect([...model.state.nodes.keys()].sort()).toEqual(["a", "b", "gun", "kept"]);
    expect(model.selected).toBe("gun");
    expect(model.hideOthers("absent")).toBe(0);
  });

  it("lists neighbours by name", () => {
    const model = new ChartModel();
    add(model, star);
    expect(model.neighbours("gun")).toEqual(["a", "b"]);
    expect(model.neighbours("a")).toEqual(["gun"]);
  });
});

describe("history", () => {
  it("undoes and redoes each step, but not the beginning", () => {
    const model = new ChartModel();
    expect(model.undo()).toBe(false);
    add(model, star);
    expect(model.canUndo).toBe(false);
    model.hide(["a"]);
    model.pin("gun");
    expect(model.undo()).toBe(true);
    expect(model.state.pinned.has("gun")).toBe(false);
    expect(model.undo()).toBe(true);
    expect(model.state.nodes.has("a")).toBe(true);
    expect(model.redo()).toBe(true);
    expect(model.state.nodes.has("a")).toBe(false);
    expect(model.redo()).toBe(true);
    expect(model.redo()).toBe(false);
  });

  it("forgets the redone branch when something new is done", () => {
    const model = new ChartModel();
    add(model, star);
    model.hide(["a"]);
    model.undo();
    model.hide(["b"]);
    expect(model.canRedo).toBe(false);
  });

  it("keeps at least a hundred steps", () => {
    const model = new ChartModel();
    add(model, star);
    for (let i = 0; i < MOST_STEPS + 50; i += 1) model.pin("gun");
    let undone = 0;
    while (model.undo()) undone += 1;
    expect(undone).toBeGreaterThanOrEqual(100);
  });

  it("tells listeners once per change", () => {
    const model = new ChartModel();
    const heard = vi.fn();
    model.onChange(heard);
    add(model, star);
    model.select("gun");
    model.select("gun");
    model.select("absent");
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("moves things as one step", () => {
    const model = new ChartModel();
    add(model, star);
    model.move(new Map([["a", { x: 7, y: 9 }]]));
    expect(model.state.places.get("a")).toEqual({ x: 7, y: 9 });
    model.undo();
    expect(model.state.places.get("a")).not.toEqual({ x: 7, y: 9 });
  });
});
