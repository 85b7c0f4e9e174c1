// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { dueOf } from "./waiting";

const on = (due_on: string | null, overdue = false) => dueOf({ due_on, overdue }, "2026-11-26");

it.each([
  ["2026-11-20", true, "danger", "Overdue by 6 days"],
  ["2026-11-25", true, "danger", "Overdue since yesterday"],
  ["2026-11-26", false, "warning", "Due today"],
  ["2026-11-27", false, "warning", "Due tomorrow"],
  ["2026-12-02", false, "neutral", "Due in 6 days"],
  ["2026-12-25", false, "neutral", "Due 25 Dec 2026"],
])("says of %s what it means today", (day, overdue, tone, words) => {
  expect(on(day, overdue)?.tone).toBe(tone);
  expect(on(day, overdue)?.words.replace("Dec 25,", "25 Dec")).toBe(words);
});

it("says nothing where nothing is promised", () => expect(on(null)).toBeUndefined());
