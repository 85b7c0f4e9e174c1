import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { Refused } = await import("./errors");
const { formatInstant } = await import("../shared/format");

describe("Refused", () => {
  it("says in the words of the server why", () => {
    expect(new Refused(409, { detail: "This is not possible." }).message).toBe("This is not possible.");
  });

  it("says by the reader's own clock when there is more", () => {
    const retryAt = "2026-03-02T23:00:00Z";
    const { message } = new Refused(429, { detail: "Try again after 23:00 UTC.", retry_at: retryAt });
    expect(message).toContain(formatInstant(retryAt));
    expect(message).not.toContain("UTC");
  });
});
