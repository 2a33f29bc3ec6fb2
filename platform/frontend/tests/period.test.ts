import { describe, expect, it } from "vitest";
import { daysOf } from "../src/chart/brush";
import { outside, periodOf } from "../src/chart/period";
import { edge, node } from "./parts";

const nodes = [node("dealer"), node("buyer"), node("gun"), node("found", 5, { date: "2025-12-02" }), node("alone")];
const edges = [
  edge("dealer", "buyer", { first: "2025-08-14", last: "2025-09-02" }),
  edge("buyer", "gun", { first: "2025-08-14", last: "2025-08-14" }),
  edge("gun", "found", { first: "", last: "" }),
];

describe("a stretch of time", () => {
  it("has every month from the first to the last record", () => {
    const period = periodOf(nodes, edges);
    expect(period.months).toEqual(["2025-08", "2025-09", "2025-10", "2025-11", "2025-12"]);
    expect(period.lines).toEqual([2, 0, 0, 0, 0]);
    expect(period.recoveries).toEqual([0, 0, 0, 0, 1]);
    expect(period.undated).toBe(1);
  });

  it("is empty where nothing has a day", () => {
    expect(periodOf([node("a")], [edge("a", "a")])).toEqual({ months: [], lines: [], recoveries: [], undated: 1 });
  });

  it("lets go what lies wholly outside, and keeps what has no day", () => {
    expect(outside(nodes, edges, "2025-08", "2025-12")).toEqual(new Set());
    expect(outside(nodes, edges, "2025-08", "2025-11")).toEqual(new Set(["found", "gun-found"]));
    expect(outside(nodes, edges, "2025-09", "2025-12")).toEqual(new Set(["buyer-gun", "gun", "gun-found"]));
    expect(outside(nodes, edges, "2026-01", "2026-02").has("alone")).toBe(false);
  });

  it("counts its days, first and last month included", () => {
    expect(daysOf("2025-07", "2026-03")).toBe(274);
    expect(daysOf("2024-02", "2024-02")).toBe(29);
    expect(daysOf("", "")).toBe(0);
  });

  it("goes over the turn of a year", () => {
    const two = [edge("a", "b", { first: "2024-11-30", last: "2025-02-01" }), edge("b", "c", { first: "2025-02-01", last: "" })];
    expect(periodOf([], two).months).toEqual(["2024-11", "2024-12", "2025-01", "2025-02"]);
    expect(outside([], two, "2025-01", "2025-01")).toEqual(new Set(["b-c", "b", "c"].filter((id) => id === "b-c")));
  });
});
