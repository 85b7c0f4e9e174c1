import { describe, expect, it, vi } from "vitest";
import type { PageDrawing, Rendition, Word } from "../api/types";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { blankPages, hitsIn, linesOf, partAround } = await import("./pages");

/** Words one after the other on lines of their own. */
function wordsOf(...lines: string[]): Word[] {
  return lines.flatMap((line, row) =>
    line.split(" ").map((text, column) => ({
      text,
      left: 1000 + column * 1000,
      top: 1000 + row * 500,
      right: 1900 + column * 1000,
      bottom: 1300 + row * 500,
    })),
  );
}

const page = (...lines: string[]): PageDrawing => ({
  url: "https://pictures.test/page",
  width: 1131,
  height: 1600,
  blank: lines.length === 0,
  words: lines.length ? wordsOf(...lines) : [],
  recognised: false,
  letters_missing: false,
});

const rendition = (...pages: PageDrawing[]): Rendition => ({
  pages,
  expires_at: "2026-01-01T00:00:00Z",
  signed_by: [],
  trailer: null,
  found: [],
  found_labels: [],
  suggestions: [],
  suggested_labels: [],
});

describe("the text of a page", () => {
  it("is read line by line", () => {
    const lines = linesOf(wordsOf("Certificate of Attendance", "for eight hours"));
    expect(lines.map(({ text }) => text)).toEqual(["Certificate of Attendance", "for eight hours"]);
    expect(lines[0]).toMatchObject({ left: 1000, right: 3900, top: 1000, bottom: 1300 });
  });

  it("is read as words where their letters are set apart", () => {
    const letters = (text: string, from: number) =>
      Array.from(text, (letter, at) => ({
        text: letter,
        left: from + at * 300,
        right: from + at * 300 + 150,
        top: 1000,
        bottom: 1300,
      }));
    const heading = [...letters("BERN", 1000), ...letters("AKADEMIE", 2600)];
    expect(linesOf(heading).map(({ text }) => text)).toEqual(["BERN AKADEMIE"]);
    expect(linesOf(wordsOf("Section A 1")).map(({ text }) => text)).toEqual(["Section A 1"]);
  });

  it("begins another line where the next word stands further left on the same height", () => {
    const [one, two] = wordsOf("right left");
    const swapped = [
      { ...two!, text: "right" },
      { ...one!, text: "left" },
    ];
    expect(linesOf(swapped).map(({ text }) => text)).toEqual(["right", "left"]);
  });
});

describe("what is looked for", () => {
  const pages = [
    page("Secure Coding in", "Practice"),
    page("Zertifikat für Sécurité", "coding coding", "A K A D E M I E Bern"),
  ];

  it.each([
    ["secure coding", [[1]]],
    ["CODING", [[1], [2], [2]]],
    ["securite", [[2]]],
    ["für", [[2]]],
    ["fur", [[2]]],
    // Over the end of a line, with a box on each.
    ["in  practice", [[1, 1]]],
    ["odin", [[1], [2], [2]]],
    ["Akademie", [[2]]],
    ["akademie bern", [[2]]],
    ["python", []],
    [" ", []],
  ])("%j is found where it stands", (wanted, found) => {
    expect(hitsIn(pages, wanted).map((hit) => hit.map((place) => place.page))).toEqual(found);
  });

  it("is lit up where its words stand, and nowhere else", () => {
    expect(hitsIn(pages, "coding in")).toEqual([
      [{ page: 1, left: 2000, top: 1000, right: 3900, bottom: 1300 }],
    ]);
  });
});

describe("the part that shows a place", () => {
  it.each([
    [
      { left: 4000, right: 5000, top: 3000, bottom: 3200 },
      { left: 3250, right: 5750, top: 2880, bottom: 3320 },
    ],
    [
      { left: 0, right: 10_000, top: 0, bottom: 100 },
      { left: 0, right: 10_000, top: 0, bottom: 220 },
    ],
    [
      { left: 9900, right: 10_000, top: 9900, bottom: 10_000 },
      { left: 7500, right: 10_000, top: 9780, bottom: 10_000 },
    ],
    [
      { left: 0, right: 50, top: 500, bottom: 600 },
      { left: 0, right: 2500, top: 380, bottom: 720 },
    ],
  ])("has something around it and stays on the page: %j", (place, part) => {
    expect(partAround(place)).toMatchObject(part);
  });
});

it("says which pages are empty", () => {
  expect(blankPages(rendition(page("A"), page(), page()))).toEqual([2, 3]);
});
