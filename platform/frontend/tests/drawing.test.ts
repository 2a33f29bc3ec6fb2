import { describe, expect, it } from "vitest";
import { readRooms } from "../src/keys";
import { placeAll } from "../src/chart/lanes";
import { markAddress, markInside, mixed, type Palette } from "../src/chart/marks";
import { ChartModel, type LinkStyle } from "../src/chart/model";
import { chartAsSvg } from "../src/chart/print";
import { edge, node } from "./parts";

const light: Palette = { dark: false, surface: "#ffffff", ink: "#17212b", ink2: "#44505c", river: "#0b5a78", edge: "#66727e", ballistic: "#8a3a86" };

describe("marks", () => {
  it("fill the spine of a case and tint the rest", () => {
    expect(markInside("firearm", light)).toContain('fill="#26313D"');
    expect(markInside("person", light)).toContain(`fill="${mixed("#1B66A0", "#ffffff", 0.12)}"`);
  });

  it("dash what is not known", () => {
    expect(markInside("unknown", light)).toContain("stroke-dasharray");
    expect(markInside("person", light)).not.toContain("stroke-dasharray");
  });

  it("fall back to a document for a kind of tomorrow", () => {
    expect(markInside("starship", light)).toBe(markInside("document", light));
  });

  it("are data addresses, so that no request leaves", () => {
    expect(markAddress("dealer", light)).toMatch(/^data:image\/svg\+xml/);
  });

  it("mix colours by share", () => {
    expect(mixed("#000000", "#ffffff", 0.5)).toBe("#808080");
    expect(mixed("#112233", "#ffffff", 1)).toBe("#112233");
  });
});

describe("the chart on paper", () => {
  function drawn(style: LinkStyle = "unknown_leg"): string {
    const model = new ChartModel();
    model.add(
      {
        nodes: [node("gun", 4, { label: "T<1>&", total: 40 }), node("found", 5)],
        edges: [edge("gun", "found", { style, label: "110 days" })],
      },
      (_, now) => placeAll([...now.nodes.values()], now.edges.values()),
    );
    return chartAsSvg(model, "Link chart");
  }

  it("keeps the unknown leg and its days", () => {
    expect(drawn()).toContain('stroke-dasharray="7 5"');
    expect(drawn()).toContain(">?</text>");
    expect(drawn()).toContain("110 days");
  });

  it("says who passed it to whom where that is known, and not where it is not", () => {
    const heads = (style: LinkStyle) => drawn(style).split('Z" fill="#333"/>').length - 1;
    expect(heads("recorded")).toBe(1);
    expect(heads("unknown_leg")).toBe(1);
    for (const style of ["hit", "lead", "inferred", "excluded"] as const) expect(heads(style)).toBe(0);
    expect(drawn("excluded")).toContain(">×</text>");
    // From gun to find, so its tip is the right one of three points.
    const [x, , left, , right] = /<path d="M([\d.-]+) ([\d.-]+)L([\d.-]+) ([\d.-]+)L([\d.-]+) /.exec(drawn("recorded"))!.slice(1).map(Number);
    expect(x! > left! && x! > right!).toBe(true);
  });

  it("says what is not drawn and escapes what was written", () => {
    expect(drawn()).toContain("+39");
    expect(drawn()).toContain("T&#60;1&#62;&#38;");
    expect(drawn()).not.toContain("T<1>");
  });

  it("is the same each time, and nothing for nothing", () => {
    expect(drawn()).toBe(drawn());
    expect(chartAsSvg(new ChartModel(), "x")).toBe("");
  });
});

describe("keys", () => {
  it("read the rooms from the page", () => {
    expect([...readRooms("h=/ s=/search bad")]).toEqual([
      ["h", "/"],
      ["s", "/search"],
    ]);
  });
});
