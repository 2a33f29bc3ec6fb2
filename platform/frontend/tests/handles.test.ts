import { describe, expect, it } from "vitest";
import { marksOf } from "../src/chart/brush";
import { dragged, gripAt, keyed, moved, played, slid } from "../src/chart/handles";

const whole = { from: 0, to: 11 };
const spring = { from: 2, to: 4 };

describe("the ends of a stretch", () => {
  it("stay on the strip and never pass each other", () => {
    expect(moved(spring, "from", -3, 12)).toEqual({ from: 0, to: 4 });
    expect(moved(spring, "from", 9, 12)).toEqual({ from: 4, to: 4 });
    expect(moved(spring, "to", 40, 12)).toEqual({ from: 2, to: 11 });
    expect(moved(spring, "to", 0, 12)).toEqual({ from: 2, to: 2 });
  });

  it("slide together and keep the length", () => {
    expect(slid(spring, 3, 12)).toEqual({ from: 5, to: 7 });
    expect(slid(spring, 30, 12)).toEqual({ from: 9, to: 11 });
    expect(slid(spring, -30, 12)).toEqual({ from: 0, to: 2 });
  });

  it("go by the keys of a slider: a month, a year, to the ends", () => {
    expect(keyed(5, "ArrowRight", 40)).toBe(6);
    expect(keyed(5, "ArrowDown", 40)).toBe(4);
    expect(keyed(5, "PageUp", 40)).toBe(17);
    expect(keyed(5, "Home", 40)).toBe(0);
    expect(keyed(5, "End", 40)).toBe(39);
    expect(keyed(5, "e", 40)).toBeNull();
  });
});

describe("time that plays", () => {
  it("begins with the first months of the whole, goes on, and begins again at the end", () => {
    expect(played({ from: 0, to: 23 }, 24)).toEqual({ from: 0, to: 2 });
    expect(played({ from: 0, to: 2 }, 24)).toEqual({ from: 1, to: 3 });
    expect(played({ from: 21, to: 23 }, 24)).toEqual({ from: 0, to: 2 });
  });

  it("keeps the length that was chosen, and goes faster over many years", () => {
    expect(played({ from: 10, to: 33 }, 180)).toEqual({ from: 13, to: 36 });
    expect(played({ from: 155, to: 178 }, 180)).toEqual({ from: 156, to: 179 });
    expect(played({ from: 0, to: 179 }, 180)).toEqual({ from: 0, to: 11 });
    expect(played({ from: 0, to: 0 }, 1)).toEqual({ from: 0, to: 0 });
  });
});

describe("a drag on the strip", () => {
  it("takes the stretch inside, the nearer end elsewhere; of the whole always an end", () => {
    expect(gripAt(spring, 0.3, 12)).toBe("both");
    expect(gripAt(spring, 0.05, 12)).toBe("from");
    expect(gripAt(spring, 0.9, 12)).toBe("to");
    expect(gripAt(whole, 0.3, 12)).toBe("from");
    expect(gripAt(whole, 0.7, 12)).toBe("to");
  });

  it("snaps to the turn of a month: the last month inside ends there", () => {
    expect(dragged(whole, "from", 0, 0.26, 12)).toEqual({ from: 3, to: 11 });
    expect(dragged(whole, "to", 1, 0.49, 12)).toEqual({ from: 0, to: 5 });
    expect(dragged(spring, "both", 0.3, 0.4, 12)).toEqual({ from: 3, to: 5 });
    expect(dragged(spring, "both", 0.3, 0.31, 12)).toEqual(spring);
  });
});

describe("words beneath the strip", () => {
  const months = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => `${from + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`);

  it("name every month of a short stretch", () => {
    expect(marksOf(months(2025, 4)).map((mark) => mark.month)).toEqual(["2025-01", "2025-02", "2025-03", "2025-04"]);
    expect(marksOf(months(2025, 4)).map((mark) => mark.at)).toEqual([0.125, 0.375, 0.625, 0.875]);
  });

  it("name years of a long one, no more than there is room for", () => {
    const long = marksOf(months(1990, 36 * 12));
    expect(long.length).toBeLessThanOrEqual(10);
    expect(long.every((mark) => mark.isYear && mark.month.endsWith("-01"))).toBe(true);
    expect(marksOf(months(2024, 30)).filter((mark) => mark.isYear).map((mark) => mark.month)).toEqual(["2024-01", "2025-01", "2026-01"]);
  });

  it("are none where nothing has a day", () => {
    expect(marksOf([])).toEqual([]);
  });
});
