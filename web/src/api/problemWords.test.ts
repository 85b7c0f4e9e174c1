import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { Refused, Unreachable } = await import("../errors");
const { heading, words } = await import("./problemWords");
const { formatInstant } = await import("../text/format");

describe("a refusal", () => {
  it("says in the words of the server why", () => {
    expect(words(new Refused(409, { detail: "This is not possible." }))).toBe("This is not possible.");
  });

  it("says by the reader's own clock when there is more", () => {
    const retryAt = "2026-03-02T23:00:00Z";
    const message = words(new Refused(429, { detail: "Try again after 23:00 UTC.", retry_at: retryAt }));
    expect(message).toContain(formatInstant(retryAt));
    expect(message).not.toContain("UTC");
  });
});

describe("heading", () => {
  it("asks for another look only where something is there to be put right", () => {
    const errors = [
      { field: "title", part: "body", code: "missing" as const, values: {}, detail: "is needed" },
    ];
    expect(heading(new Refused(422, { errors }))).toBe("Please look at this again");
    const others = [new Unreachable(), new Refused(503, {}), new Refused(409, { detail: "x" }), new Error()];
    for (const error of others) expect(heading(error)).toBe("That did not work");
  });
});
