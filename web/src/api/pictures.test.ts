import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pictures } from "./pictures";
import type { PageDrawing, Rendition } from "./types";

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

const never = () => expect.unreachable();

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
    expect(await (await new Pictures(rendition(page()), ask, never).get(1)).text()).toBe("picture");
    expect(ask).not.toHaveBeenCalled();
  });

  it("come from new links where the old ones have lapsed, which are asked for once", async () => {
    const renewed = page("https://pictures.test/page?renewed");
    const ask = vi.fn(() => Promise.resolve(rendition(renewed, renewed, renewed)));
    const fetched = answers(200, 403, 403, 200, 200);
    const pictures = new Pictures(rendition(page(), page(), page()), ask, never);
    await pictures.get(1);
    await Promise.all([pictures.get(2), pictures.get(3)]);
    expect(ask).toHaveBeenCalledOnce();
    expect(fetched.mock.calls.at(-1)![0]).toBe(renewed.url);
  });

  it("are not tried with links that are older than a minute", async () => {
    const ask = vi.fn(() => Promise.resolve(rendition(page())));
    const pictures = new Pictures(rendition(page()), ask, never);
    const fetched = answers(200);
    vi.advanceTimersByTime(61_000);
    await pictures.get(1);
    expect(ask).toHaveBeenCalledOnce();
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("are fetched once, whoever else wants them", async () => {
    const fetched = answers(200);
    const pictures = new Pictures(rendition(page()), vi.fn(), never);
    expect(await pictures.get(1)).toBe(await pictures.get(1));
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("wait for the first one, whatever becomes of it", async () => {
    const pictures = new Pictures(rendition(page(), page()), vi.fn(), never);
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
    const other = rendition(page("https://pictures.test/another"));
    const ask = vi.fn(() => Promise.resolve(other));
    const replaced = vi.fn();
    const fetched = answers(403);
    await expect(new Pictures(rendition(page()), ask, replaced).get(1)).rejects.toThrow();
    expect(replaced).toHaveBeenCalledExactlyOnceWith(other);
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("fail where new links do not help, and can be tried again", async () => {
    const ask = () => Promise.resolve(rendition(page()));
    const pictures = new Pictures(rendition(page()), ask, never);
    answers(500, 500, 200);
    await expect(pictures.get(1)).rejects.toThrow("500");
    expect(await pictures.get(1)).toBeInstanceOf(Blob);
  });
});
