import { describe, expect, it } from "vitest";
import type { Certificate } from "../../api/types";
import type { Draft } from "../draft";
import {
  EMPTY,
  itemOf,
  openItem,
  unmade,
  withChange,
  withDropped,
  withMade,
  withMore,
  without,
} from "./strip";

const item = (key: string) => itemOf(key, { id: key, title: key } as Draft);
const three = withMore(EMPTY, ["a", "b", "c"].map(item));
const made = [{ id: "made" } as Certificate];
const keys = (strip: typeof three) => strip.items.map(({ key }) => key).join("");

describe("a strip of drafts", () => {
  it("opens the first that comes, and leaves whoever fills one in where they are", () => {
    expect(three.open).toBe("a");
    const more = withMore({ ...three, open: "b" }, [item("d")]);
    expect([keys(more), more.open]).toEqual(["abcd", "b"]);
  });

  it("opens the next one once one is handed in, and begins anew at its end", () => {
    const first = withMade({ ...three, open: "b" }, "b", made);
    expect(first.open).toBe("c");
    const second = withMade(first, "c", made);
    expect(second.open).toBe("a");
    const last = withMade(second, "a", made);
    expect([last.open, unmade(last)]).toEqual([undefined, []]);
    expect(keys(last)).toBe("abc");
  });

  it("stays where somebody went while one was still being sent", () => {
    expect(withMade({ ...three, open: "c" }, "a", made).open).toBe("c");
  });

  it("goes on beside the one that was dropped", () => {
    expect(without(three, "a")).toMatchObject({ open: "b" });
    expect(without({ ...three, open: "c" }, "c")).toMatchObject({ open: "a" });
    expect(without({ ...three, open: "c" }, "a")).toMatchObject({ open: "c" });
    expect(without(withMore(EMPTY, [item("a")]), "a").open).toBeUndefined();
  });

  it("has the one that was dropped last back in its place", () => {
    const back = withDropped(without(without(three, "a"), "b"));
    expect([keys(back), back.open, back.dropped]).toEqual(["bc", "b", undefined]);
    expect(withDropped(three)).toEqual(three);
  });

  it("opens what comes after all was handed in", () => {
    const done = withMade(withMore(EMPTY, [item("a")]), "a", made);
    expect(withMore(done, [item("b")]).open).toBe("b");
  });

  it("is the same as long as nothing is changed", () => {
    expect(withChange(three, "a", (now) => now)).toBe(three);
    expect(openItem(withChange(three, "a", (now) => ({ ...now, isBusy: true })))?.isBusy).toBe(true);
  });
});
