import { describe, expect, it } from "vitest";
import { itemsFor } from "../src/chart/menu";
import { ChartModel, type Part } from "../src/chart/model";
import { bodyOf } from "../src/chart/save";
import { nextOf } from "../src/chart/walk";
import { edge, node } from "./parts";

const places = { a: { x: 0, y: 0 }, gun: { x: 100, y: 0 }, b: { x: 200, y: 10 } };
const star: Part = { nodes: [node("a"), node("gun"), node("b")], edges: [edge("a", "gun"), edge("gun", "b")] };

function drawn(): ChartModel {
  const model = new ChartModel();
  model.add(star, () => new Map(Object.entries(places)));
  return model;
}

describe("choosing several things", () => {
  it("takes those of a box, and lets go of them with the next single choice", () => {
    const model = drawn();
    expect(model.choose(["a", "b", "nobody"])).toBe(2);
    expect(model.selected).toBe("a");
    model.select("a");
    expect([...model.chosen]).toEqual(["a"]);
    model.select(null);
    expect(model.chosen.size).toBe(0);
  });

  it("adds and takes out one by one, in the order of choosing", () => {
    const model = drawn();
    model.select("b");
    model.toggle("a");
    expect([...model.chosen]).toEqual(["b", "a"]);
    model.toggle("b");
    expect([...model.chosen]).toEqual(["a"]);
    expect(model.selected).toBe("a");
  });

  it("hides and pins all that are chosen", () => {
    const model = drawn();
    model.choose(["a", "b"]);
    expect(model.pin("a")).toBe(true);
    expect([...model.state.pinned].sort()).toEqual(["a", "b"]);
    expect(model.hide(model.chosen)).toBe(2);
    expect(model.chosen.size).toBe(0);
    expect([...model.state.hidden.keys()].sort()).toEqual(["a", "b"]);
  });

  it("brings back what was hidden by adding it again", () => {
    const model = drawn();
    model.hide(["b"]);
    model.add({ nodes: [node("b")], edges: [edge("gun", "b")] }, () => new Map());
    expect(model.state.hidden.size).toBe(0);
    expect(model.state.places.get("b")).toEqual({ x: 200, y: 10 });
  });

  it("remembers whose leaves were folded away", () => {
    const model = drawn();
    expect(model.collapse("gun")).toBe(2);
    expect([...model.state.collapsed]).toEqual(["gun"]);
  });
});

describe("a saved chart", () => {
  it("opens as it was saved, and knows when it is changed", () => {
    const model = drawn();
    model.pin("gun");
    const body = bodyOf(model, "Two buyers", { chart: "chart_1", seen: 3 });
    expect(body).toMatchObject({ title: "Two buyers", chart: "chart_1", seen: 3, edges: ["a-gun", "gun-b"] });
    expect(JSON.stringify(body)).not.toContain("GUN");
    const again = new ChartModel();
    again.load({ ...star, hidden: [node("c")], places: body.nodes, collapsed: [] });
    expect([...again.state.places]).toEqual([...model.state.places]);
    expect([...again.state.pinned]).toEqual(["gun"]);
    expect([...again.state.hidden.keys()]).toEqual(["c"]);
    expect([again.canUndo, again.isChanged]).toEqual([false, false]);
    again.hide(["a"]);
    expect(again.isChanged).toBe(true);
    again.undo();
    expect(again.isChanged).toBe(false);
  });

  it("never draws a line to what is not open", () => {
    const model = new ChartModel();
    model.load({ nodes: [node("a")], edges: [edge("a", "hidden")], hidden: [], places: [], collapsed: [] });
    expect(model.state.edges.size).toBe(0);
  });
});

describe("arrow keys and menu", () => {
  it("go along a line to what lies ahead", () => {
    const model = drawn();
    expect(nextOf(model, "a", "ArrowRight")).toBe("gun");
    expect(nextOf(model, "gun", "ArrowRight")).toBe("b");
    expect(nextOf(model, "gun", "ArrowLeft")).toBe("a");
    expect(nextOf(model, "a", "ArrowUp")).toBeNull();
    expect(nextOf(model, "a", "x")).toBeNull();
  });

  it("offer paths only between two, and a page only where there is one", () => {
    const tools = { expand: () => {}, path: () => {}, close: () => {} };
    const items = itemsFor(true, { menu_expand: "Expand", menu_path: "Paths" }, tools, false);
    expect(items.map((item) => [item.label, item.key, item.able])).toEqual([["Expand", "e", true], ["Paths", "w", false]]);
    expect(itemsFor(true, {}, { ...tools, page: () => {} }, true).map((item) => item.name)).toEqual(["expand", "path", "page"]);
    expect(itemsFor(false, {}, tools, true).map((item) => item.name)).toEqual(["close"]);
  });
});
