import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PageDrawing, Rendition, Word } from "../api/types";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { Refused } = await import("../api/errors");
const { blankPages, drawn, hitsIn, linesOf, partAround, Pictures } = await import("./pages");

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

const never = () => expect.unreachable();

const rendition = (...pages: PageDrawing[]): Rendition => ({
  pages,
  expires_at: "2026-01-01T00:00:00Z",
  signed_by: [],
  trailer: null,
  found: [],
  suggestions: [],
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

describe("the pictures", () => {
  const answers = (...statuses: number[]) => {
    const fetched = vi.fn<(url: string) => Promise<Response>>();
    for (const status of statuses) fetched.mockResolvedValueOnce(new Response("picture", { status }));
    vi.stubGlobal("fetch", fetched);
    return fetched;
  };
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("come from the links that were given", async () => {
    const ask = vi.fn();
    answers(200);
    expect(await (await new Pictures(rendition(page("A")), ask, never).get(1)).text()).toBe("picture");
    expect(ask).not.toHaveBeenCalled();
  });

  it("come from new links where the old ones have lapsed, which are asked for once", async () => {
    const renewed = { ...page("A"), url: "https://pictures.test/page?renewed" };
    const ask = vi.fn(() => Promise.resolve(rendition(renewed, renewed, renewed)));
    const fetched = answers(200, 403, 403, 200, 200);
    const pictures = new Pictures(rendition(page("A"), page("B"), page("C")), ask, never);
    await pictures.get(1);
    await Promise.all([pictures.get(2), pictures.get(3)]);
    expect(ask).toHaveBeenCalledOnce();
    expect(fetched.mock.calls.at(-1)![0]).toBe(renewed.url);
  });

  it("are not tried with links that are older than a minute", async () => {
    const ask = vi.fn(() => Promise.resolve(rendition(page("A"))));
    const pictures = new Pictures(rendition(page("A")), ask, never);
    const fetched = answers(200);
    vi.advanceTimersByTime(61_000);
    await pictures.get(1);
    expect(ask).toHaveBeenCalledOnce();
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("are fetched once, whoever else wants them", async () => {
    const fetched = answers(200);
    const pictures = new Pictures(rendition(page("A")), vi.fn(), never);
    expect(await pictures.get(1)).toBe(await pictures.get(1));
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("wait for the first one, whatever becomes of it", async () => {
    const pictures = new Pictures(rendition(page("A"), page("B")), vi.fn(), never);
    let arrive = (_: Response) => {};
    const fetched = vi.fn(() => new Promise<Response>((resolve) => (arrive = resolve)));
    vi.stubGlobal("fetch", fetched);
    const all = [pictures.get(1), pictures.get(2)];
    await vi.advanceTimersByTimeAsync(0);
    expect(fetched).toHaveBeenCalledOnce();
    arrive(new Response("first"));
    await all[0];
    await vi.advanceTimersByTimeAsync(0);
    arrive(new Response("second"));
    expect(await (await all[1]!).text()).toBe("second");
  });

  it("are none of another file that has taken the place of the first", async () => {
    const other = rendition({ ...page("A"), url: "https://pictures.test/another" });
    const ask = vi.fn(() => Promise.resolve(other));
    const replaced = vi.fn();
    const fetched = answers(403);
    await expect(new Pictures(rendition(page("A")), ask, replaced).get(1)).rejects.toThrow();
    expect(replaced).toHaveBeenCalledExactlyOnceWith(other);
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("fail where new links do not help, and can be tried again", async () => {
    const ask = () => Promise.resolve(rendition(page("A")));
    const pictures = new Pictures(rendition(page("A")), ask, never);
    answers(500, 500, 200);
    await expect(pictures.get(1)).rejects.toThrow("500");
    expect(await pictures.get(1)).toBeInstanceOf(Blob);
  });
});

describe("a document that is being drawn", () => {
  const notDrawn = new Refused(409, { type: "urn:certfolio:problem:not-drawn" });
  const signal = new AbortController().signal;
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is asked for until it is there", async () => {
    const ask = vi.fn().mockRejectedValueOnce(notDrawn).mockRejectedValueOnce(notDrawn);
    ask.mockResolvedValueOnce(rendition(page("A")));
    const waits = vi.fn();
    const asked = drawn(ask, signal, waits);
    await vi.runAllTimersAsync();
    expect((await asked).pages).toHaveLength(1);
    expect(waits).toHaveBeenCalledTimes(2);
  });

  it("is given up after a while", async () => {
    const began = Date.now();
    const asked = expect(drawn(() => Promise.reject(notDrawn), signal, vi.fn())).rejects.toBe(notDrawn);
    await vi.runAllTimersAsync();
    await asked;
    expect(Date.now() - began).toBeLessThan(40_000);
  });

  it("is not asked for again where it is refused for another reason", async () => {
    const gone = new Refused(404, {});
    const ask = vi.fn().mockRejectedValue(gone);
    await expect(drawn(ask, signal, vi.fn())).rejects.toBe(gone);
    expect(ask).toHaveBeenCalledOnce();
  });
});
