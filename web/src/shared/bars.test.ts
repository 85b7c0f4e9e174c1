import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../app/base.css", import.meta.url), "utf8");
const [usual = "", forced = ""] = css.split(/@media \(forced-colors: active\) \{\n(?=\s*\.bar)/);
const PARTS = ["fill", "more", "pending", "mark"];

describe("a bar of credits", () => {
  it.each(PARTS)("draws its %s in the system's colours where backgrounds are not drawn", (part) => {
    expect(usual).toMatch(new RegExp(`\\.bar-${part} \\{[^}]*background: `));
    expect(forced).toMatch(new RegExp(`\\.bar-${part}[^{}]*\\{[^}]*forced-color-adjust: none`));
    const [, background = ""] = new RegExp(`\\.bar-${part} \\{\\s*background: ([^;]*);`).exec(forced) ?? [];
    expect(background).toMatch(/Highlight|GrayText|CanvasText/);
  });
});
