import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Days, daysIn, FIRST_YEAR, LAST_YEAR } from "./days";

const known = new Map<string, Days>();
/** The languages of a browser, the preferred one first. */
function inLocale(...languages: string[]): Days {
  const key = languages.join(" ");
  const days = known.get(key) ?? daysIn(languages);
  known.set(key, days);
  return days;
}

const [DE, GB, US, SE] = ["de-DE", "en-GB", "en-US", "sv-SE"] as const;

describe("a day that is typed", () => {
  it.each([
    // Found on the portal: stored as 20 November 2024, and as 4 February 2011.
    [DE, "24.11.2025", "2025-11-24"],
    [US, "11/24/2025", "2025-11-24"],
    [GB, "03/04/2025", "2025-04-03"],
    [US, "03/04/2025", "2025-03-04"],
    [US, "03.04.2025", "2025-04-03"],
    [US, "3-4-2025", "2025-03-04"],
    [GB, "3 4 2025", "2025-04-03"],
    [DE, " 1. 2. 2025 ", "2025-02-01"],
    [US, "2025-11-24", "2025-11-24"],
    [GB, "2025/11/24", "2025-11-24"],
    [DE, "2025-1-9", "2025-01-09"],
    [DE, "3. März 2025", "2025-03-03"],
    [DE, "3 maerz 2025", undefined],
    [DE, "3 MARZ 2025", "2025-03-03"],
    [DE, "24 November 2025", "2025-11-24"],
    [DE, "March 3, 2025", "2025-03-03"],
    [GB, "the 3rd of May, 2025", "2025-05-03"],
    [GB, "24-Nov-2025", "2025-11-24"],
    [GB, "1 Sept 2025", "2025-09-01"],
    [GB, "1 Sep. 2025", "2025-09-01"],
    [GB, "2025 Nov 24", "2025-11-24"],
    [GB, "Monday, 24 November 2025", "2025-11-24"],
    [GB, "Mon 24/11/2025", "2025-11-24"],
    [SE, "13/04/2025", "2025-04-13"],
    [SE, "04/04/2025", "2025-04-04"],
    [SE, "3 april 2025", "2025-04-03"],
    [GB, "29/02/2024", "2024-02-29"],
    [GB, "24/11/2025", "2025-11-24"],
    [GB, "24–11–2025", "2025-11-24"],
  ])("in %s: %j is %s", (locale, typed, day) => {
    expect(inLocale(locale).read(typed)).toEqual(day ? { kind: "day", day } : { kind: "unclear" });
  });

  it.each([
    [SE, "03/04/2025", "ambiguous"],
    [SE, "2025-13-04", "no_such_day"],
    [GB, "5 jui 2025", "unclear"],
    ["fr-FR", "5 jui 2025", "ambiguous"],
    // October in Croatian, November in Polish.
    ["en-GB hr pl", "5 listopada 2025", "ambiguous"],
    [US, "24/11/2025", "no_such_day"],
    [DE, "11.24.2025", "no_such_day"],
    [GB, "31/11/2025", "no_such_day"],
    [GB, "29/02/2025", "no_such_day"],
    [GB, "31 November 2025", "no_such_day"],
    [GB, "0/1/2025", "no_such_day"],
    [GB, "24/11/25", "short_year"],
    [DE, "24.11.25", "short_year"],
    [GB, "24 Nov 25", "short_year"],
    [GB, "24/11/2568", "far_year"],
    [GB, "24/11/1404", "far_year"],
    [GB, "24 Nov 0025", "far_year"],
    [GB, "Tuesday, 24 November 2025", "other_weekday"],
    [GB, "24.11/2025", "unclear"],
    [GB, "24/11", "unclear"],
    [GB, "24/11/202", "unclear"],
    [GB, "24/11/20255", "unclear"],
    [GB, "20251124", "unclear"],
    [GB, "24112025", "unclear"],
    [GB, "24+11+2025", "unclear"],
    [GB, "-24/11/2025", "unclear"],
    [GB, "24//11//2025", "unclear"],
    [GB, "2025-11-24T10:00:00Z", "unclear"],
    [GB, "1 - 2 November 2025", "unclear"],
    [GB, "24 Ju 2025", "unclear"],
    [GB, "24 November", "unclear"],
    [GB, "November 2025", "unclear"],
    [GB, "yesterday", "unclear"],
    [GB, "?", "unclear"],
    [GB, "  ", "nothing"],
    // There the day comes before the month after the year, too.
    ["ky", "2025-12-01", "ambiguous"],
    ["th", "24/11/2568", "far_year"],
  ])("in %s: %j is none: %s", (languages, typed, kind) => {
    expect(inLocale(...languages.split(" ")).read(typed).kind).toBe(kind);
  });

  it("is told with each day that can be meant", () => {
    expect(inLocale(SE).read("03/04/2025")).toEqual({
      kind: "ambiguous",
      days: ["2025-04-03", "2025-03-04"],
    });
  });

  it("is none in the words of a language that nobody here reads", () => {
    expect(inLocale(GB).read("24 listopada 2025").kind).toBe("unclear");
    expect(inLocale(GB, "pl").read("24 listopada 2025")).toEqual({ kind: "day", day: "2025-11-24" });
  });
});

describe("a day in a field", () => {
  it.each([
    [DE, "24.11.2025", "24. November 2025", "TT.MM.JJJJ"],
    [GB, "24/11/2025", "24 November 2025", "TT/MM/JJJJ"],
    [US, "11/24/2025", "November 24, 2025", "MM/TT/JJJJ"],
    [SE, "2025-11-24", "24 november 2025", "JJJJ-MM-TT"],
  ])("is in %s: %j", (locale, written, spelled, pattern) => {
    const days = inLocale(locale);
    expect(days.write("2025-11-24")).toBe(written);
    expect(days.spell("2025-11-24")).toBe(spelled);
    expect(days.pattern({ day: "TT", month: "MM", year: "JJJJ" })).toBe(pattern);
  });
});

// A language of every family and script, with every order, separator and set of digits there is.
const LOCALES = (
  "en-GB en-US en-CA en-ZA en-IN en-SE de de-AT de-CH fr fr-CA fr-CH es it pt-BR pt-PT nl nl-BE sv da nb fi is " +
  "pl cs sk hu ru uk bg hr sr sr-Latn sl mk lt lv et el tr az ro ca eu gl ga cy sq ja zh-CN zh-TW zh-HK ko ar " +
  "ar-EG ar-MA fa ur he hi bn mr ne ta te th vi id ms my km lo ka hy kk uz mn sw zu af am"
).split(" ");
/** As the portal writes days: in the calendar that certificates are dated in. */
const STYLES: Intl.DateTimeFormatOptions[] = [
  { year: "numeric", month: "numeric", day: "numeric" },
  { year: "numeric", month: "2-digit", day: "2-digit" },
  { dateStyle: "long" },
  { dateStyle: "medium" },
  { year: "numeric", month: "short", day: "numeric" },
];
/** Written by locales, too, with two digits for the year in many of them. */
const MORE: Intl.DateTimeFormatOptions[] = [{ dateStyle: "full" }, { dateStyle: "short" }];

const locales = fc.constantFrom(...LOCALES);
const anyDay = fc
  .date({ min: new Date(`${FIRST_YEAR}-01-01`), max: new Date(`${LAST_YEAR}-12-31`), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const formats = new Map<string, Intl.DateTimeFormat>();
function written(day: string, locale: string, style: Intl.DateTimeFormatOptions, calendar = "gregory") {
  const key = JSON.stringify([locale, style, calendar]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC", calendar });
  formats.set(key, format);
  return format.format(new Date(`${day}T00:00Z`));
}

/** The day that is read, or undefined. */
function dayRead(typed: string, ...languages: string[]): string | undefined {
  const reading = inLocale(...languages).read(typed);
  return reading.kind === "day" ? reading.day : undefined;
}

// A busy machine takes its time.
describe("whatever is typed", { timeout: 60_000 }, () => {
  it("is the day that the locale has written", () => {
    fc.assert(
      fc.property(locales, anyDay, fc.constantFrom(...STYLES), (locale, day, style) => {
        expect(dayRead(written(day, locale, style), locale)).toBe(day);
      }),
      { numRuns: 1000 },
    );
  });

  it("is the day that the portal has shown, in the field and beside it", () => {
    fc.assert(
      fc.property(locales, anyDay, (locale, day) => {
        const { write, spell } = inLocale(locale);
        expect([dayRead(write(day), locale), dayRead(spell(day), locale)]).toEqual([day, day]);
      }),
      { numRuns: 1000 },
    );
  });

  it("is in ISO's form that day, in every locale", () => {
    fc.assert(fc.property(locales, anyDay, (locale, day) => dayRead(day, locale) === day));
  });

  it("is never another day than the one that was written", () => {
    // Whatever the calendar: a year that is counted otherwise is none of ours.
    const calendars = fc.constantFrom("gregory", "buddhist", "persian", "hebrew", "islamic-umalqura", "roc");
    fc.assert(
      fc.property(
        locales,
        anyDay,
        fc.constantFrom(...STYLES, ...MORE),
        calendars,
        (locale, day, style, calendar) => {
          expect([day, undefined]).toContain(dayRead(written(day, locale, style, calendar), locale));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is the same day whoever else's words are known, or none", () => {
    fc.assert(
      fc.property(
        locales,
        locales,
        anyDay,
        fc.constantFrom(...STYLES, ...MORE),
        (locale, other, day, style) => {
          const alone = dayRead(written(day, other, style), locale);
          const both = dayRead(written(day, other, style), locale, other);
          if (alone && both) expect(both).toBe(alone);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is the same day in capitals, with more space, and in the digits of any script", () => {
    const scripts = Intl.supportedValuesOf("numberingSystem").flatMap((system) => {
      const digits = Array.from(
        new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false }).format(9876543210),
      );
      return digits.length === 10 && digits.every((digit) => /\p{Nd}/u.test(digit)) ? [digits.reverse()] : [];
    });
    expect(scripts.length).toBeGreaterThan(20);
    fc.assert(
      fc.property(
        fc.constantFrom("de-DE", "en-GB", "en-US", "fr", "tr", "el", "ru"),
        anyDay,
        fc.constantFrom(...STYLES),
        fc.constantFrom(...scripts),
        (locale, day, style, digits) => {
          const typed = written(day, locale, style);
          for (const other of [
            typed.toLocaleUpperCase(locale),
            ` ${typed.replaceAll(" ", "  ")}\u200f `,
            typed.replace(/\d/g, (digit) => digits[Number(digit)]!),
            typed.replace(/[\d/]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0)),
          ])
            expect(dayRead(other, locale)).toBe(day);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("in numbers is the day that the locale's order makes of them, and none where there is no order", () => {
    const ORDERS = { "en-GB": "dmy", "de-DE": "dmy", "en-US": "mdy", "sv-SE": "", "en-CA": "", ja: "" };
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(ORDERS) as (keyof typeof ORDERS)[])),
        fc.constantFrom("/", "-", ".", " "),
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: FIRST_YEAR, max: LAST_YEAR }),
        (locale, separator, one, two, year) => {
          const orders = separator === "." ? ["dmy"] : ORDERS[locale] ? [ORDERS[locale]] : ["dmy", "mdy"];
          const possible = orders.flatMap((order) => {
            const [day, month] = order === "dmy" ? [one, two] : [two, one];
            const iso = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
            const isDay = new Date(`${iso}T00:00Z`).getUTCDate() === day;
            return isDay ? [iso] : [];
          });
          const [only, ...more] = new Set(possible);
          expect(dayRead([one, two, year].join(separator), locale)).toBe(more.length ? undefined : only);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("is read or said not to be, but never breaks", () => {
    const pieces = fc.oneof(
      fc.integer({ min: 0, max: 3000 }).map(String),
      fc.constantFrom(
        ...[".", "/", "-", " ", ",", "'", "(", ")", "年", "月", "日"],
        "Nov",
        "Mar",
        "listopad",
        "May",
        "Mon",
        "de",
        "24",
        "2025",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    const texts = fc.array(pieces, { maxLength: 9 }).map((some) => some.join(""));
    fc.assert(
      fc.property(locales, texts, (locale, typed) => {
        const day = dayRead(typed, locale);
        if (day) expect(dayRead(inLocale(locale).write(day), locale)).toBe(day);
      }),
      { numRuns: 1000 },
    );
  });
});
