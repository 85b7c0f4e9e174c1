import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accentProperties, contrast, DEFAULT_ACCENT, GROUNDS, shades } from "./accent";

const READABLE = 4.5;
const VISIBLE = 3;
const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("shades of any colour", () => {
  const grounds = {
    light: [GROUNDS.light.page, GROUNDS.light.paper, GROUNDS.light.pointed],
    dark: [GROUNDS.dark.page, GROUNDS.dark.paper, GROUNDS.dark.raised, GROUNDS.dark.pointed],
  };
  for (const mode of ["light", "dark"] as const) {
    test(`${mode}: words on the accent can be read, pointed at or not`, () => {
      fc.assert(
        fc.property(colour, (given) => {
          const { accent, hover, on } = shades(given)[mode];
          expect(contrast(on, accent)).toBeGreaterThanOrEqual(READABLE);
          expect(contrast(on, hover)).toBeGreaterThanOrEqual(READABLE);
        }),
      );
    });

    test(`${mode}: words in the accent can be read on each ground`, () => {
      fc.assert(
        fc.property(colour, (given) => {
          const { strong, soft } = shades(given)[mode];
          for (const ground of [...grounds[mode], soft]) {
            expect(contrast(strong, ground)).toBeGreaterThanOrEqual(READABLE);
          }
        }),
      );
    });

    test(`${mode}: other words can be read on its quiet ground`, () => {
      fc.assert(
        fc.property(colour, (given) => {
          expect(contrast(GROUNDS[mode].ink, shades(given)[mode].soft)).toBeGreaterThanOrEqual(READABLE);
        }),
      );
    });
  }

  test("dark: what it fills stands out from the page", () => {
    fc.assert(
      fc.property(colour, (given) => {
        expect(contrast(shades(given).dark.accent, GROUNDS.dark.paper)).toBeGreaterThanOrEqual(VISIBLE);
      }),
    );
  });

  test("a colour that can be read as it is stays as it is", () => {
    expect(shades("#0f6b5c").light.accent).toBe("#0f6b5c");
    expect(shades("#ffd400").light).toMatchObject({ accent: "#ffd400", on: "#14120f" });
  });
});

/** What the stylesheet's `--hover` makes of a ground, in the light (0) or the dark (1). */
function hovered(ground: string, mode: 0 | 1): string {
  const css = readFileSync(new URL("./styles/tokens.css", import.meta.url), "utf8");
  const [, said = ""] = /--hover: (.*);/.exec(css) ?? [];
  const [red, green, blue, percent] = said
    .match(/\d+/g)!
    .map(Number)
    .slice(mode * 4, mode * 4 + 4);
  const mixed = [red!, green!, blue!].map((over, at) => {
    const under = Number.parseInt(ground.slice(1 + at * 2, 3 + at * 2), 16);
    return Math.round(under + ((over - under) * percent!) / 100);
  });
  return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

test("the stylesheet starts with the default's shades, and with the grounds they are made for", () => {
  const css = readFileSync(new URL("./styles/tokens.css", import.meta.url), "utf8");
  for (const [name, value] of accentProperties(DEFAULT_ACCENT)) expect(css).toContain(`${name}: ${value};`);
  const { light, dark } = GROUNDS;
  expect(css).toContain(`--page: light-dark(${light.page}, ${dark.page});`);
  expect(css).toContain(`--paper: light-dark(${light.paper}, ${dark.paper});`);
  expect(css).toContain(`--raised: light-dark(${light.paper}, ${dark.raised});`);
  expect([light.pointed, dark.pointed]).toEqual([hovered(light.page, 0), hovered(dark.raised, 1)]);
  expect(css).toContain(`--text: light-dark(${light.ink}, ${dark.ink});`);
});
