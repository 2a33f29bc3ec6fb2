import { afterEach, describe, expect, it, vi } from "vitest";
import { itemsFor } from "../src/chart/menu";
import { questionsOf } from "../src/chart/questions";

afterEach(() => vi.unstubAllGlobals());

describe("questions of a thing", () => {
  it("become items that open their forms", async () => {
    const answer = [{ title: "Same buyer", href: "/queries/library/same_purchaser?firearm_id=a%2Fb" }];
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (address: string) => {
      asked.push(address);
      return new Response(JSON.stringify(answer));
    });
    const opened: string[] = [];
    const items = await questionsOf("a/b", "/queries/of", (href) => opened.push(href));
    expect(asked).toEqual(["/queries/of/a%2Fb"]);
    expect(items.map((item) => item.label)).toEqual(["Same buyer"]);
    items[0]!.run();
    expect(opened).toEqual([answer[0]!.href]);
  });

  it("are none where the server refuses", async () => {
    vi.stubGlobal("fetch", async () => new Response("", { status: 403 }));
    await expect(questionsOf("a", "/queries/of")).rejects.toThrow();
  });

  it("stand in the menu of a thing, not of a line", () => {
    const tools = { questions: () => undefined, close: () => undefined };
    expect(itemsFor(true, {}, tools, false).map((item) => item.name)).toEqual(["questions"]);
    expect(itemsFor(false, {}, tools, false).map((item) => item.name)).toEqual(["close"]);
  });
});
