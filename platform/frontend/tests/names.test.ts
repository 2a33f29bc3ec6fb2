import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { placesOf } from "../src/editor/lint";
import { declaredIn, kindsOf, variablesOf, wantedAt } from "../src/editor/names";

describe("what is wanted at the cursor", () => {
  it("is a kind inside round brackets and a link inside square ones", () => {
    expect(wantedAt("MATCH (f:Fire")).toEqual({ what: "kind", from: 9 });
    expect(wantedAt("MATCH (f:Firearm|")).toEqual({ what: "kind", from: 17 });
    expect(wantedAt("MATCH (f:Firearm)<-[:")).toEqual({ what: "link", from: 21 });
    expect(wantedAt("MATCH (f)-[r:OF|BO")).toEqual({ what: "link", from: 16 });
  });

  it("is a property of the kinds that the variable was given", () => {
    expect(wantedAt("MATCH (p:Person) RETURN p.na")).toEqual({ what: "property", from: 26, of: ["Person"] });
    expect(wantedAt("RETURN x.")).toEqual({ what: "property", from: 9, of: [] });
  });

  it("is a parameter after the sign, and nothing inside strings, comments or maps", () => {
    expect(wantedAt("WHERE r.date >= $si")).toEqual({ what: "parameter", from: 17 });
    expect(wantedAt("WHERE r.state = 'A")).toBeNull();
    expect(wantedAt("WHERE r.state = 'it\\'s ")).toBeNull();
    expect(wantedAt("// (f:")).toBeNull();
    expect(wantedAt("// note\nMATCH (f:")).toEqual({ what: "kind", from: 17 });
    expect(wantedAt("MATCH (f {serial:")).toBeNull();
  });

  it("is a word elsewhere", () => {
    expect(wantedAt("MA")).toEqual({ what: "word", from: 0 });
    expect(wantedAt("")).toEqual({ what: "word", from: 0 });
  });
});

describe("names of a text", () => {
  it("are its variables, their kinds, and what was declared", () => {
    const text = "MATCH (a:Person|Organisation)-[r:BOUGHT]->(f) RETURN count(f) AS guns";
    expect(variablesOf(text)).toEqual(["a", "r", "f", "guns"]);
    expect(kindsOf(text, "a")).toEqual(["Person", "Organisation"]);
    expect([...declaredIn("since date = 2024-01-01\n\n gun node(Firearm)")]).toEqual([
      ["since", "date = 2024-01-01"],
      ["gun", "node(Firearm)"],
    ]);
  });
});

describe("what the guard found", () => {
  it("stands at its word, and at the first line where it is about all", () => {
    const doc = EditorState.create({ doc: "MATCH (n)\nDELETE n" }).doc;
    const [one, all, late] = placesOf(
      [
        { line: 2, column: 1, length: 6, said: "a" },
        { line: 0, column: 0, length: 0, said: "b" },
        { line: 9, column: 90, length: 5, said: "c" },
      ],
      doc,
    );
    expect([one!.from, one!.to]).toEqual([10, 16]);
    expect([all!.from, all!.to]).toEqual([0, 9]);
    expect([late!.from, late!.to]).toEqual([18, 18]);
  });
});
