import { beforeEach, describe, expect, it } from "vitest";
import { asLeft, forget, leave, type Store, takeLeft } from "../src/chart/left";
import type { ChartEdge, ChartNode } from "../src/chart/model";
import type { SaveBody } from "../src/chart/source";

const body: SaveBody = {
  title: "",
  nodes: [{ id: "a", x: 1, y: 2, pinned: true }, { id: "b", x: 3, y: 4, pinned: false }],
  edges: ["ab"],
  hidden: ["h"],
  collapsed: ["a"],
  chart: "",
  seen: 0,
};
const here = "/workbench?start=a";

class Tab implements Store {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}
let tab = new Tab();

beforeEach(() => (tab = new Tab()));

describe("a chart that was left", () => {
  it("comes back once behind the door", () => {
    leave(tab, "me", here, body);
    expect(takeLeft(tab, "me", here, 1)).toEqual(body);
    expect(takeLeft(tab, "me", here, 1)).toBeNull();
  });

  it("does not come back to somebody else, and is gone for both", () => {
    leave(tab, "me", here, body);
    expect(takeLeft(tab, "you", here, 1)).toBeNull();
    expect(tab.items.size).toBe(0);
  });

  it("does not come back where nothing led back to the page", () => {
    leave(tab, "me", here, body);
    expect(takeLeft(tab, "me", here, 0)).toBeNull();
  });

  it("is dropped by any other page", () => {
    leave(tab, "me", here, body);
    forget(tab);
    expect(tab.items.size).toBe(0);
  });

  it("does not come back on another chart", () => {
    leave(tab, "me", here, body);
    expect(takeLeft(tab, "me", "/workbench?start=b", 1)).toBeNull();
  });

  it("holds no name of anything", () => {
    leave(tab, "me", here, body);
    expect(Object.keys(JSON.parse(tab.getItem("ironriver.chart")!).body.nodes[0]).sort()).toEqual(["id", "pinned", "x", "y"]);
  });

  it("is of what is still open", () => {
    const node = (id: string) => ({ id }) as ChartNode;
    const edge = (id: string) => ({ id, from: "a", to: "b" }) as ChartEdge;
    const opened = asLeft(body, { nodes: [node("a"), node("h")], edges: [edge("ab"), edge("new")] });
    expect(opened.nodes.map((one) => one.id)).toEqual(["a"]);
    expect(opened.hidden.map((one) => one.id)).toEqual(["h"]);
    expect(opened.edges.map((one) => one.id)).toEqual(["ab"]);
    expect(opened.places).toEqual([{ id: "a", x: 1, y: 2, pinned: true }]);
  });
});
