import { describe, expect, it } from "vitest";
import { tabAfter } from "../src/chart/tabs";
import { idsOf, named } from "../src/chart/ways";
import { node } from "./parts";

describe("tabs", () => {
  it("follow the arrow keys, round and round", () => {
    expect(tabAfter(0, "ArrowRight", 3)).toBe(1);
    expect(tabAfter(2, "ArrowRight", 3)).toBe(0);
    expect(tabAfter(0, "ArrowLeft", 3)).toBe(2);
    expect(tabAfter(1, "Home", 3)).toBe(0);
    expect(tabAfter(1, "End", 3)).toBe(2);
  });

  it("leave every other key alone, and what is no tab", () => {
    expect(tabAfter(1, "ArrowDown", 3)).toBeNull();
    expect(tabAfter(1, "h", 3)).toBeNull();
    expect(tabAfter(-1, "ArrowRight", 3)).toBeNull();
  });
});

describe("ways between two things", () => {
  it("go from their start over every end", () => {
    const hop = (start: string, end: string) => ({ start: { id: start }, end: { id: end }, style: "recorded" });
    expect(idsOf({ hops: [hop("buyer", "gun"), hop("gun", "found")] })).toEqual(["buyer", "gun", "found"]);
    expect(idsOf({ hops: [] })).toEqual([]);
  });

  it("are asked between things in the order of their names; those of one name are told apart", () => {
    const things = [node("b", 0, { label: "Kern, T.", kind: "person", sub: "possessor" }), node("a", 0, { label: "Kern, T.", kind: "person", sub: "possessor" }), node("c", 0, { label: "Aldaco, R.", kind: "phone" })];
    expect(named(things, { person: "Person" })).toEqual([
      { id: "c", text: "Aldaco, R." },
      { id: "a", text: "Kern, T. · Person · possessor" },
      { id: "b", text: "Kern, T. · Person · possessor" },
    ]);
  });
});
