/** From the one colour an academy names: shades that can be read on both grounds, light and dark. */

export interface Shades {
  /** Fills the primary action. */
  accent: string;
  hover: string;
  /** Words, outlines and icons in the accent, on the page, on paper and on `soft`. */
  strong: string;
  /** A quiet ground. */
  soft: string;
  /** Words on `accent` and on `hover`. */
  on: string;
}

export const DEFAULT_ACCENT = "#0f6b5c";
/**
 * The grounds of `tokens.css` that accent words stand on: the least favourable ones count. `pointed` is a row
 * of a table that is pointed at: what `--hover` makes of the page, or of what floats in the dark.
 */
export const GROUNDS = {
  light: { page: "#f8f6f2", paper: "#ffffff", pointed: "#edeae5", ink: "#211e19" },
  dark: { page: "#171614", paper: "#201e1b", raised: "#292723", pointed: "#383530", ink: "#f1eee8" },
} as const;

/** WCAG 2.2, 1.4.3: the least contrast of words. */
const READABLE = 4.5;
/** WCAG 2.2, 1.4.11: the least contrast of what is no word. */
const VISIBLE = 3;
const WHITE = "#ffffff";
const BLACK = "#000000";
const DARK_WORDS = "#14120f";

const channels = (colour: string) =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];

function mix(colour: string, other: string, part: number): string {
  const a = channels(colour);
  const b = channels(other);
  const parts = a.map((value, at) => Math.round(value + (b[at]! - value) * part));
  return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Lighter, and half as pale as white paint would make it: a deep colour stays the colour it is. */
function lighten(colour: string, part: number): string {
  const [red, green, blue] = channels(colour).map((value) => value / 255) as [number, number, number];
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const light = (most + least) / 2;
  const wanted = light + (1 - light) * part;
  const reach = (1 - Math.abs(2 * wanted - 1)) / Math.max(1 - Math.abs(2 * light - 1), 1 / 255);
  const vivid = [red, green, blue].map((value) => {
    const moved = Math.round((wanted + (value - light) * reach) * 255);
    return Math.min(255, Math.max(0, moved)).toString(16).padStart(2, "0");
  });
  return mix(`#${vivid.join("")}`, mix(colour, WHITE, part), 0.5);
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio, as WCAG 2.2 defines it. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The first step from a colour towards black or white that satisfies; the pole itself when none does. */
function towards(colour: string, pole: string, satisfies: (shade: string) => boolean): string {
  for (let part = 0; part < 1; part += 0.02) {
    const shade = pole === WHITE ? lighten(colour, part) : mix(colour, pole, part);
    if (satisfies(shade)) return shade;
  }
  return pole;
}

const words = (ground: string) => [WHITE, DARK_WORDS].find((word) => contrast(word, ground) >= READABLE);

export function shades(colour: string): { light: Shades; dark: Shades } {
  const make = (pole: string, grounds: readonly string[], softness: number): Shades => {
    const accent = towards(colour, pole, (shade) => {
      const readable = words(shade) !== undefined;
      return readable && (pole === BLACK || contrast(shade, grounds[0]!) >= VISIBLE);
    });
    const on = words(accent)!;
    const soft = mix(grounds[0]!, accent, softness);
    return {
      accent,
      hover: mix(accent, on === WHITE ? BLACK : WHITE, 0.12),
      strong: towards(accent, pole, (shade) =>
        [...grounds, soft].every((ground) => contrast(shade, ground) >= READABLE),
      ),
      soft,
      on,
    };
  };
  const { light, dark } = GROUNDS;
  return {
    light: make(BLACK, [light.paper, light.page, light.pointed], 0.1),
    dark: make(WHITE, [dark.paper, dark.page, dark.raised, dark.pointed], 0.18),
  };
}

const NAMES: Record<keyof Shades, string> = {
  accent: "--accent",
  hover: "--accent-hover",
  strong: "--accent-strong",
  soft: "--accent-soft",
  on: "--on-accent",
};

/** The custom properties of an accent, light and dark in one. */
export function accentProperties(colour: string): [name: string, value: string][] {
  const { light, dark } = shades(colour);
  return (Object.keys(NAMES) as (keyof Shades)[]).map((shade) => [
    NAMES[shade],
    `light-dark(${light[shade]}, ${dark[shade]})`,
  ]);
}

/** Colours the portal; without a colour, or with one that is none, as the product is by itself. */
export function applyAccent(colour?: string): void {
  const { style } = document.documentElement;
  const given = colour?.toLowerCase() ?? "";
  const known = /^#[0-9a-f]{6}$/.test(given);
  for (const [name, value] of accentProperties(known ? given : DEFAULT_ACCENT)) {
    if (known) style.setProperty(name, value);
    else style.removeProperty(name);
  }
}
