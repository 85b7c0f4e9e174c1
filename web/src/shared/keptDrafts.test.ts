import { describe, expect, it, vi } from "vitest";
import type { CreditType } from "../api/types";
import { makeLocks } from "../testing/locks";

vi.stubGlobal("navigator", { languages: ["en-GB"], language: "en-GB" });
const { newDraft } = await import("./draft");
const { KeptDrafts } = await import("./keptDrafts");

const NOW = Date.parse("2026-11-25T12:00Z");
const DAY_MS = 86_400_000;
const typed = (title: string, earnedOn = "") => ({ ...newDraft([] as CreditType[]), title, earnedOn });

/** A browser: one storage and one set of locks for all of its tabs. */
function browser() {
  vi.setSystemTime(NOW);
  const stored = new Map<string, string>();
  const storage = {
    get length() {
      return stored.size;
    },
    key: (at: number) => [...stored.keys()][at] ?? null,
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  } as unknown as Storage;
  const locks = makeLocks();
  const drafts = (user = "learner", certificate?: string) =>
    new KeptDrafts({ user, certificate }, { storage, locks });
  return { stored, drafts };
}

const titles = async (drafts: InstanceType<typeof KeptDrafts>) =>
  (await drafts.left()).map(({ draft }) => draft.title);

describe("a draft", () => {
  it("is left behind once no page claims it, the latest first", async () => {
    const tab = browser().drafts();
    const release = tab.claim("A");
    tab.keep("A", typed("First"));
    vi.setSystemTime(NOW + 1000);
    tab.keep("B", typed("Second"));
    expect(await titles(tab)).toEqual(["Second"]);
    release();
    await vi.waitFor(async () => expect(await titles(tab)).toEqual(["Second", "First"]));
  });

  it("can be taken up by one page alone", async () => {
    const { drafts } = browser();
    const [one, other] = [drafts(), drafts()];
    one.keep("A", typed("Left behind"));
    const release = await one.claimLeft("A");
    expect(release).toBeDefined();
    expect(await other.claimLeft("A")).toBeUndefined();
    release!();
    await vi.waitFor(async () => expect(await other.claimLeft("A")).toBeDefined());
  });

  it("is its own tab's again after a reload, as soon as the page before is gone", async () => {
    const { drafts } = browser();
    const before = drafts();
    const release = before.claim("A");
    before.keep("A", typed("Reloaded"));
    const claimed = drafts().claimOwn("A");
    setTimeout(release, 150);
    expect(await claimed).toBeDefined();
  });

  it("waits longer for a page that is loaded anew, whose lock a slow machine frees late", async () => {
    const reload = { type: "reload" } as unknown as PerformanceEntry;
    using _ = vi.spyOn(performance, "getEntriesByType").mockReturnValue([reload]);
    const { drafts } = browser();
    const before = drafts();
    const release = before.claim("A");
    before.keep("A", typed("Reloaded"));
    const claimed = drafts().claimOwn("A");
    setTimeout(release, 1_500);
    expect(await claimed).toBeDefined();
  });

  it("is not taken from another tab that has it, nor waited for where it is gone", async () => {
    const { drafts } = browser();
    drafts().claim("A");
    drafts().keep("A", typed("Elsewhere"));
    expect(await drafts().claimOwn("A")).toBeUndefined();
    drafts().forget("A");
    expect(await drafts().claimOwn("A")).toBeUndefined();
  });

  it("is nobody else's, and no other certificate's", async () => {
    const { drafts } = browser();
    drafts("learner").keep("A", typed("Hers"));
    drafts("learner", "CERTIFICATE").keep("B", typed("An edit"));
    expect(await titles(drafts("other"))).toEqual([]);
    expect(await titles(drafts("lear"))).toEqual([]);
    expect(await titles(drafts("learner"))).toEqual(["Hers"]);
    expect(await titles(drafts("learner", "CERTIFICATE"))).toEqual(["An edit"]);
  });

  it("is not kept while nothing is typed, nor after it is forgotten", () => {
    const { stored, drafts } = browser();
    drafts().keep("A", typed(" "));
    expect(stored.size).toBe(0);
    drafts().keep("A", typed("Typed"));
    drafts().forget("A");
    expect(stored.size).toBe(0);
    expect(drafts().read("A")).toBeUndefined();
  });

  it("is forgotten after a month, and when there are too many", async () => {
    const { stored, drafts } = browser();
    drafts().keep("old", typed("Old"));
    // Of many files at once, each makes a draft.
    for (let at = 0; at <= 20; at += 1) {
      vi.setSystemTime(NOW + 31 * DAY_MS + at);
      drafts().keep(String(at), typed(String(at)));
    }
    const kept = Array.from({ length: 20 }, (_, at) => String(20 - at));
    expect(await titles(drafts())).toEqual(kept);
    expect(stored.size).toBe(20);
  });

  it("keeps a day as what it is, and what is none as it was typed", () => {
    const { stored, drafts } = browser();
    drafts().keep("A", { ...typed("A", "03/04/2025"), expiresOn: "soon" });
    expect([...stored.values()].join()).toContain('"earnedOn":"2025-04-03"');
    expect(drafts().read("A")?.draft).toMatchObject({ earnedOn: "03/04/2025", expiresOn: "soon" });
  });
});
