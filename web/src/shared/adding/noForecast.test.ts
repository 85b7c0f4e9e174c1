import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("navigator", { languages: ["en-GB"], language: "en-GB" });
const { Refused, Unreachable } = await import("../../errors");
const { isWorthRetrying, whyNone } = await import("./noForecast");

const refused = new Refused(422, {
  errors: [
    {
      field: "earned_on",
      part: "body",
      code: "in_future",
      values: { today: "2026-03-01" },
      detail: "must not be in the future",
    },
  ],
});

describe("where there is no forecast", () => {
  it("what is missing is named, and nothing else", () => {
    expect(whyNone(["title"], undefined)).toBe("Fill in the title, and you see here what it will count for.");
    expect(whyNone(["title", "earned_on", "credits"], undefined)).toBe(
      "Fill in the title, the date earned and the number of credits, and you see here what it will count for.",
    );
    expect(whyNone(["credits"], new Unreachable())).toContain("the number of credits");
  });

  it("a server that cannot be reached is no gap in the form", () => {
    expect(whyNone([], new Unreachable())).toMatch(/^The server cannot be reached/);
    expect(isWorthRetrying(new Unreachable())).toBe(true);
    expect(isWorthRetrying(new Refused(503, {}))).toBe(true);
  });

  it("what is refused is looked for where it is marked", () => {
    expect(whyNone([], refused)).toContain("what is marked");
    expect(isWorthRetrying(refused)).toBe(false);
  });

  it("it is on its way while nothing is known against it", () => {
    expect(whyNone([], undefined)).toBe("Working it out.");
    expect(isWorthRetrying(undefined)).toBe(false);
  });
});
