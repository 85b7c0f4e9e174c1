import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("navigator", { languages: ["de-DE"], language: "de-DE" });
const { refusedFile, wordsOf } = await import("./wrongFields");
const { words } = await import("./problemWords");
const { Refused } = await import("../errors");

const wrong = (code: string, values?: Record<string, unknown>) => ({
  field: "title",
  code,
  detail: "must be at most 40",
  ...(values && { values }),
});

describe("what is wrong with a field", () => {
  it("is said in the reader's language, with what the API tells of it", () => {
    expect(wordsOf(wrong("above_maximum", { maximum: "1234.50" }))).toBe("Darf höchstens 1.234,5 sein");
    expect(wordsOf(wrong("too_long_ago", { months: 1 }))).toBe("Muss im letzten Monat liegen");
    expect(wordsOf(wrong("too_early", { earliest: "2026-01-03" }))).toBe(
      "Darf nicht vor dem 03.01.2026 liegen",
    );
    expect(wordsOf(wrong("wrong_ending", { endings: ["pdf", "png"] }))).toBe("Muss auf pdf oder png enden");
    expect(wordsOf(wrong("file_rejected", { reason: "malware" }))).toContain("Schadsoftware");
  });

  it("is said in English where the code is newer than this portal, or comes without its values", () => {
    expect(wordsOf(wrong("too_purple", {}))).toBe("Must be at most 40");
    expect(wordsOf(wrong("toString", {}))).toBe("Must be at most 40");
    expect(wordsOf(wrong("above_maximum"))).toBe("Must be at most 40");
    expect(wordsOf(wrong("file_rejected", { reason: "too_purple" }))).toBe("Must be at most 40");
    expect(refusedFile("too_purple")).toBeUndefined();
    expect(refusedFile(null)).toBeUndefined();
  });
});

describe("a problem", () => {
  const said = (code: string, more = {}) =>
    words(new Refused(409, { type: `urn:certfolio:problem:${code}`, detail: "In English.", ...more }));

  it("is said in the reader's language", () => {
    expect(said("unavailable")).toContain("ausgelastet");
    expect(said("action-not-allowed", { values: { status: "approved" } })).toBe(
      "Das geht nicht, weil der Nachweis genehmigt ist.",
    );
    expect(said("forbidden", { why: "own_certificate" })).toContain("eigenen Nachweis");
    expect(said("not-found", { what: "learner" })).toBe("Diese lernende Person gibt es nicht.");
  });

  it("is said in English where nothing else is known of it", () => {
    for (const code of ["forbidden", "not-found", "bad-request", "too-purple", "taken"])
      expect(said(code)).toBe("In English.");
  });
});
