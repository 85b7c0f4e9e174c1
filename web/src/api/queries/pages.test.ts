import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PageDrawing, Rendition } from "../types";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { makeClient } = await import("../client");
const { Refused } = await import("../../errors");
const { pagesOptions } = await import("./pages");

const page = (url = "https://pictures.test/page"): PageDrawing => ({
  url,
  width: 1131,
  height: 1600,
  blank: false,
  words: [],
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

describe("a document that is being drawn", () => {
  const notDrawn = new Refused(409, { type: "urn:certfolio:problem:not-drawn" });
  const look = (ask: () => Promise<Rendition>) => makeClient().query(pagesOptions({ upload: "1" }, ask));
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is asked for until it is there", async () => {
    const ask = vi.fn().mockRejectedValueOnce(notDrawn).mockRejectedValueOnce(notDrawn);
    ask.mockResolvedValueOnce(rendition(page()));
    const asked = look(ask);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await asked).rendition.pages).toHaveLength(1);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it("is given up after a while", async () => {
    const asked = expect(look(() => Promise.reject(notDrawn))).rejects.toBe(notDrawn);
    await vi.advanceTimersByTimeAsync(40_000);
    await asked;
  });

  it("is not asked for again where it is refused for another reason", async () => {
    const gone = new Refused(404, {});
    const ask = vi.fn().mockRejectedValue(gone);
    await expect(look(ask)).rejects.toBe(gone);
    expect(ask).toHaveBeenCalledOnce();
  });
});

describe("a document whose file was replaced", () => {
  it("is shown in the place of the one before", async () => {
    const client = makeClient();
    const other = rendition(page("https://pictures.test/another"));
    const ask = vi.fn().mockResolvedValueOnce(rendition(page())).mockResolvedValueOnce(other);
    const options = pagesOptions({ upload: "1" }, ask);
    const { pictures } = await client.query(options);
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 403 })));
    await expect(pictures.get(1)).rejects.toThrow();
    expect(client.getQueryData(options.queryKey)?.rendition).toBe(other);
  });
});
