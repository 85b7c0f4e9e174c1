/** Days as people write them in their languages: read, written into a field, and written out. */

import {
  CALENDAR,
  isBeside,
  isNumber,
  isSeparator,
  monthsOf,
  tokensOf,
  type Vocabulary,
  vocabularyOf,
  weekdaysOf,
} from "./dayWords";

type Part = "day" | "month" | "year";
type Numbers = Record<Part, number>;

export type Reading =
  | { kind: "nothing" }
  | { kind: "day"; day: string }
  /** Each of several days can be meant. */
  | { kind: "ambiguous"; days: string[] }
  | { kind: "no_such_day"; numbers: Numbers }
  | { kind: "other_weekday"; day: string }
  | { kind: "short_year" }
  | { kind: "far_year" }
  | { kind: "unclear" };

export interface Days {
  /** The one day that can be meant by what was typed, in the API's form; or why there is none. */
  read: (typed: string) => Reading;
  /** A day as the locale writes it in numbers, for a field. */
  write: (day: string) => string;
  /** A day as nobody mistakes it for another one: with the month as a word, where there are words. */
  spell: (day: string) => string;
  /** How the locale orders and separates numbers, with names in the place of the parts. */
  pattern: (names: Record<Part, string>) => string;
  weekday: (day: string) => string;
}

/**
 * The years that are read. Where years are counted otherwise (2568 in Thailand, 1404 in Iran), the
 * same number must not be taken for a year of this calendar.
 */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;

const DAY_FIRST: Part[] = ["day", "month", "year"];
const MONTH_FIRST: Part[] = ["month", "day", "year"];
const YEAR_FIRST: Part[] = ["year", "month", "day"];

/**
 * @param languages What the reader of the page understands. The first gives the order of numbers; all
 *   of them, and English, the words.
 */
export function daysIn(languages: readonly string[]): Days {
  const [locale] = languages;
  const format = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...CALENDAR, ...style });
  const inDigits = format({ year: "numeric", month: "2-digit", day: "2-digit" });
  const inFull = format({ dateStyle: "long" });
  const weekday = format({ weekday: "long" });
  const parts = inDigits.formatToParts(0);
  // Some locales order the parts in one way here and in another there.
  const orders = [
    inDigits,
    format({ year: "numeric", month: "numeric", day: "numeric" }),
    format({ dateStyle: "short" }),
  ].map((style) => style.formatToParts(0).flatMap(({ type }) => (isPart(type) ? [type] : [])));
  let vocabulary: Vocabulary | undefined;

  function read(typed: string): Reading {
    if (!typed.trim()) return { kind: "nothing" };
    // Collected when it is first needed: most pages have no field for a day.
    const words = (vocabulary ??= vocabularyOf([...languages, "en-GB", "en-US"]));
    const tokens = tokensOf(typed).filter((token) => !words.ignored.has(token));
    const found = fromNumbers(tokens, words, orders) ?? fromWords(tokens, words);
    return typeof found === "string" ? { kind: found } : theOneOf(found);
  }

  const spell = (day: string) => inFull.format(dateOf(day));

  return {
    read,
    write: (day) => {
      const isRead = (written: string) =>
        JSON.stringify(read(written)) === JSON.stringify({ kind: "day", day });
      return [inDigits.format(dateOf(day)), day].find(isRead) ?? spell(day);
    },
    spell,
    weekday: (day) => weekday.format(dateOf(day)),
    pattern: (names) => parts.map(({ type, value }) => (isPart(type) ? names[type] : value)).join(""),
  };
}

/** One way to understand what was typed. */
interface Candidate {
  numbers: Numbers;
  /** The days of the week that each word beside it is used for. */
  weekdays: number[][];
}

function theOneOf(candidates: Candidate[]): Reading {
  const [first] = candidates;
  if (!first) return { kind: "unclear" };
  const { year } = first.numbers;
  if (year < FIRST_YEAR || year > LAST_YEAR) return { kind: "far_year" };
  const existing = candidates.flatMap(({ numbers, weekdays }) => {
    const day = dayOf(numbers);
    return day ? [{ day, agrees: weekdays.every((those) => those.includes(dateOf(day).getUTCDay())) }] : [];
  });
  if (!existing.length) return { kind: "no_such_day", numbers: first.numbers };
  const agreeing = existing.filter(({ agrees }) => agrees);
  const days = [...new Set((agreeing.length ? agreeing : existing).map(({ day }) => day))];
  if (days.length > 1) return { kind: "ambiguous", days };
  return { kind: agreeing.length ? "day" : "other_weekday", day: days[0]! };
}

/** Three numbers between equal separators; undefined where something else was written. */
function fromNumbers(
  tokens: string[],
  words: Vocabulary,
  orders: Part[][],
): Candidate[] | "short_year" | undefined {
  const bare = tokens.map((token) => (isBeside(token, words) ? " " : token)).join("");
  const match = /^ *(\d+) *([./ -]) *(\d+) *\2 *(\d+) *\.? *$/.exec(bare);
  if (!match) return undefined;
  const [, one = "", separator, two = "", three = ""] = match;
  const typed = [one, two, three];
  const candidate = (parts: Part[]): Candidate => ({
    numbers: Object.fromEntries(parts.map((part, at) => [part, Number(typed[at])])) as Numbers,
    weekdays: weekdaysIn(tokens, words),
  });
  const yearFirst = orders.filter(([begins]) => begins === "year");
  const yearLast = orders.filter(([begins]) => begins !== "year");
  switch (typed.map(({ length }) => Math.max(2, length)).join(" ")) {
    case "2 2 2":
      return "short_year";
    case "4 2 2":
      // Whoever begins with the year goes on with the month; in few languages with the day.
      return [YEAR_FIRST, ...yearFirst].map(candidate);
    case "2 2 4":
      // Whoever writes dots begins with the day.
      if (separator === ".") return [candidate(DAY_FIRST)];
      // A locale that begins with the year has no order of its own for this.
      return (yearLast.length ? yearLast : [DAY_FIRST, MONTH_FIRST]).map(candidate);
    default:
      return undefined;
  }
}

/** A month's name and two numbers, in any order: the number of four digits is the year. */
function fromWords(tokens: string[], words: Vocabulary): Candidate[] | "short_year" | "unclear" {
  const said = tokens.filter((token) => !isSeparator(token));
  const found: Candidate[] = [];
  let isShort = false;
  for (let start = 0; start < said.length; start += 1) {
    for (let end = start + 1; end <= said.length; end += 1) {
      const months = monthsOf(said.slice(start, end), words);
      const rest = [...said.slice(0, start), ...said.slice(end)];
      const [one, two, ...more] = rest.filter(isNumber);
      const isKnown = rest.every((token) => isNumber(token) || isBeside(token, words));
      if (!months.size || !isKnown || !one || !two || more.length) continue;
      const [day, year] = one.length < two.length ? [one, two] : [two, one];
      isShort ||= year.length <= 2;
      if (day.length > 2 || year.length !== 4) continue;
      for (const month of months) {
        found.push({
          numbers: { day: Number(day), month, year: Number(year) },
          weekdays: weekdaysIn(rest, words),
        });
      }
    }
  }
  return found.length ? found : isShort ? "short_year" : "unclear";
}

function weekdaysIn(tokens: string[], words: Vocabulary): number[][] {
  return tokens.map((token) => weekdaysOf(token, words)).filter((those) => those.length > 0);
}

const isPart = (type: string): type is Part => type === "day" || type === "month" || type === "year";

const dateOf = (day: string) => new Date(`${day}T00:00Z`);

/** In the API's form; undefined where there is no such day. */
function dayOf({ year, month, day }: Numbers): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : undefined;
}
