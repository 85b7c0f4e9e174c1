import { describe, expect, it } from "vitest";
import type { PeriodTotals } from "../api/types";
import { daysLeft, isPresent, nextOf, progressOf } from "./progress";

const period = (change: Partial<PeriodTotals> = {}): PeriodTotals => ({
  credit_type: "cpe",
  period: "2026",
  starts_on: "2026-01-01",
  ends_on: "2026-12-31",
  rules_version: 1,
  claimed: "0.00",
  awarded: "0.00",
  carried_in: "0.00",
  applied: "0.00",
  carried_out: "0.00",
  lapsed: "0.00",
  target: null,
  cap: null,
  remaining: null,
  fact_missing: null,
  ...change,
});

describe("progress", () => {
  it("tells what counts, waits and is missing to a target", () => {
    const aimed = period({ applied: "12.50", claimed: "4.00", target: "20.00", remaining: "7.50" });
    expect(progressOf(aimed)).toEqual({ counted: 12.5, waiting: 4, missing: 3.5, whole: 20 });
  });

  it("takes no more for waiting than the cap leaves room for", () => {
    const capped = period({ applied: "9.00", claimed: "4.00", cap: "10.00" });
    expect(progressOf(capped)).toEqual({ counted: 9, waiting: 1, missing: undefined, whole: 10 });
  });

  it("keeps amounts at two decimals", () => {
    const aimed = period({ applied: "0.10", claimed: "0.20", target: "1.00", remaining: "0.90" });
    expect(progressOf(aimed).missing).toBe(0.7);
  });

  it.each([
    ["reached", { applied: "20.00", target: "20.00", remaining: "0.00" }],
    ["wait", { applied: "12.00", claimed: "8.00", target: "20.00", remaining: "8.00" }],
    ["missing", { applied: "12.00", claimed: "7.75", target: "20.00", remaining: "8.00" }],
    ["full", { applied: "8.00", claimed: "3.00", cap: "10.00" }],
    ["room", { applied: "8.00", claimed: "1.00", cap: "10.00" }],
    ["open", { applied: "8.00" }],
  ])("knows what is next: %s", (next, change) => {
    expect(nextOf(period(change))).toBe(next);
  });

  it("counts the days that are left, and none where there is no end", () => {
    expect(daysLeft(period(), "2026-12-30")).toBe(1);
    expect(daysLeft(period(), "2026-12-31")).toBe(0);
    expect(daysLeft(period({ ends_on: null }), "2026-12-31")).toBeUndefined();
  });

  it("is of the present from the first day to the last", () => {
    expect(isPresent(period(), "2026-01-01")).toBe(true);
    expect(isPresent(period(), "2026-12-31")).toBe(true);
    expect(isPresent(period(), "2027-01-01")).toBe(false);
    expect(isPresent(period({ ends_on: null }), "2099-01-01")).toBe(true);
  });
});
