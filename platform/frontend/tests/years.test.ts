import { describe, expect, it } from "vitest";
import { addressOf, nextYears } from "../src/years";

const all = [2019, 2020, 2022, 2023];

describe("the years of the map", () => {
  it("follow each other one by one, over a year without traces too", () => {
    expect(nextYears(all, { first: 2019, last: 2019 }, "each")).toEqual({ first: 2020, last: 2020 });
    expect(nextYears(all, { first: 2020, last: 2020 }, "each")).toEqual({ first: 2022, last: 2022 });
  });

  it("begin with the first where several years are shown, or one that is not in the strip", () => {
    expect(nextYears(all, { first: 2019, last: 2023 }, "each")).toEqual({ first: 2019, last: 2019 });
    expect(nextYears(all, { first: 2014, last: 2026 }, "each")).toEqual({ first: 2019, last: 2019 });
    expect(nextYears(all, { first: 2014, last: 2014 }, "each")).toEqual({ first: 2019, last: 2019 });
    expect(nextYears(all, { first: 2020, last: 2022 }, "grow")).toEqual({ first: 2019, last: 2019 });
  });

  it("grow from the first", () => {
    expect(nextYears(all, { first: 2019, last: 2019 }, "grow")).toEqual({ first: 2019, last: 2020 });
    expect(nextYears(all, { first: 2019, last: 2022 }, "grow")).toEqual({ first: 2019, last: 2023 });
  });

  it("end with the last, and begin again when asked", () => {
    expect(nextYears(all, { first: 2023, last: 2023 }, "each")).toBeNull();
    expect(nextYears(all, { first: 2019, last: 2023 }, "grow")).toBeNull();
    expect(nextYears(all, { first: 2023, last: 2023 }, "each", true)).toEqual({ first: 2019, last: 2019 });
    expect(nextYears(all, { first: 2019, last: 2023 }, "grow", true)).toEqual({ first: 2019, last: 2019 });
    expect(nextYears([], { first: 2019, last: 2019 }, "each")).toBeNull();
  });

  it("stand in the address, with everything else that was asked", () => {
    expect(addressOf("http://x/map?layer=corridors&first=2014&window=border", { first: 2019, last: 2020 })).toBe(
      "http://x/map?layer=corridors&first=2019&window=border&last=2020",
    );
  });
});
