import { describe, expect, it } from "vitest";
import { business, confirmed, cycle, figures, givingBack, holding, node } from "../../testing/holdings";
import { missingIn, pressing, totalOf } from "./report";

const each = (needed: string) => [
  figures({ starts_on: "2025-01-01", ends_on: "2025-12-31", needed, have: "10.00" }),
  figures({ starts_on: "2026-01-01", ends_on: "2026-12-31", needed, have: "3.00" }),
];

describe("the total", () => {
  it("is the minimum that asks the most", () => {
    expect(totalOf(cycle())?.node.id).toBe("total");
  });

  it("is that of the stretch that runs, where it is asked in several", () => {
    const years = node({ id: "years", figures: each("40.00") });
    expect(totalOf({ nodes: [business(), years] }, "2026-11-26")?.figures.have).toBe("3.00");
    expect(totalOf({ nodes: [business(), years] }, "2025-06-01")?.figures.have).toBe("10.00");
    // Of an ended cycle it is the last one.
    expect(totalOf({ nodes: [years] }, "2029-01-01")?.figures.have).toBe("3.00");
  });

  it("does not take a stretch for more that asks nothing", () => {
    const stub = { ...figures({ needed: "40.00" }), asked: false, why_not: "stub" as const };
    const years = node({ id: "years", figures: [stub, ...each("20.00")] });
    expect(totalOf({ nodes: [node(), years] })?.node.id).toBe("total");
  });

  it("is of the alternative that was chosen", () => {
    const either = node({
      id: "either",
      kind: "any_of",
      figures: [],
      of: [node({ id: "forty", figures: each("40.00") }), node({ id: "one", figures: each("24.00") })],
      chosen: ["one"],
    });
    expect(totalOf({ nodes: [either] })?.node.id).toBe("one");
  });

  it("is not there where nothing is asked in credits", () => {
    const not = node({ asked: false, why_not: "exempt" });
    expect(totalOf({ nodes: [confirmed(), givingBack(), not] })).toBeUndefined();
  });
});

describe("what is missing", () => {
  it("is named by what has it missing, not by what it stands in", () => {
    const all = node({ id: "all", kind: "all_of", figures: [], of: [business(), confirmed()] });
    expect(missingIn([all, givingBack()]).map(({ id }) => id)).toEqual(["business-acumen", "course"]);
  });

  it("is nothing that is done or not asked", () => {
    const nodes = [node({ done: true }), business({ asked: false, why_not: "condition" })];
    expect(missingIn(nodes)).toEqual([]);
  });
});

describe("what presses", () => {
  it.each([
    ["a refused one", holding({ state: "refused" }), "refused"],
    ["one that ends in ninety days", holding({ cycle: cycle({ days_left: 90 }) }), "ends"],
    ["not one that ends later", holding({ cycle: cycle({ days_left: 91 }) }), undefined],
    ["not one that is done", holding({ cycle: cycle({ days_left: 3, done: true }) }), undefined],
    ["not one that has ended", holding({ cycle: cycle({ days_left: 0, ended: true }) }), undefined],
    ["not one without a cycle", holding({ cycle: null }), undefined],
  ])("%s", (_, held, why) => expect(pressing(held)).toBe(why));
});
