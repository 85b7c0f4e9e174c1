import { expect, test } from "vitest";
import { type Page, parts } from "./listing";

const PAGES: Record<string, Page<number>> = {
  "": { items: [1, 2], next_cursor: "a" },
  a: { items: [], next_cursor: "b" },
  b: { items: [3], next_cursor: "c" },
  c: { items: [4], next_cursor: null },
};

async function read(from: string | null, wanted: number) {
  const asked: (string | null)[] = [];
  const found = [];
  const pages = parts(
    (cursor) => {
      asked.push(cursor);
      return Promise.resolve(PAGES[cursor ?? ""]!);
    },
    from,
    wanted,
  );
  for await (const part of pages) found.push(part);
  return { asked, found };
}

test("one full page is enough", async () => {
  const { asked, found } = await read(null, 2);
  expect(asked).toEqual([null]);
  expect(found).toEqual([{ items: [1, 2], cursor: "a", searching: false }]);
});

test("short and empty pages are read past until enough is there", async () => {
  const { asked, found } = await read(null, 3);
  expect(asked).toEqual([null, "a", "b"]);
  expect(found.map((part) => part.searching)).toEqual([true, true, false]);
  expect(found.at(-1)?.cursor).toBe("c");
});

test("it ends where the list ends", async () => {
  const { asked, found } = await read("b", 50);
  expect(asked).toEqual(["b", "c"]);
  expect(found.at(-1)).toEqual({ items: [4], cursor: null, searching: false });
});

test("whoever stops asks for no more", async () => {
  const asked: (string | null)[] = [];
  const pages = parts(
    (cursor) => {
      asked.push(cursor);
      return Promise.resolve(PAGES[cursor ?? ""]!);
    },
    null,
    50,
  );
  for await (const part of pages) if (part.cursor === "b") break;
  expect(asked).toEqual([null, "a"]);
});
