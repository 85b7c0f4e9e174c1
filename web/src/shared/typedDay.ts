/** What is typed into a field for a day; it is read where it is shown, checked and sent. */

import { t, textsOf } from "../text";
import { formatList } from "../text/format";
import { locale } from "../text/language";
import { daysIn, FIRST_YEAR, LAST_YEAR, type Reading } from "./days";

/** Made when it is first asked for: a page without such a field does not wait for it. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const days = once(() => daysIn([locale, ...navigator.languages]));

/** A day as it stands in a field, and written out beside it. */
export const writeDay = (day: string) => days().write(day);
export const spellDay = (day: string) => days().spell(day);
/** How a day is written here: one whose parts nobody can mistake for each other. */
export const exampleDay = once(() => writeDay("2025-11-24"));
export const dayPattern = once(() => days().pattern(textsOf("day.part")));

/** The day in the API's form; undefined where none is typed, or not clearly one. */
export function dayOf(typed: string): string | undefined {
  const reading = days().read(typed);
  return reading.kind === "day" ? reading.day : undefined;
}

/** Why what is typed is not clearly a day. */
export function dayProblem(typed: string): string | undefined {
  return words(days().read(typed));
}

/** The same while it is being typed, when it may only be unfinished. */
export function earlyDayProblem(typed: string): string | undefined {
  const reading = days().read(typed);
  return reading.kind === "unclear" || reading.kind === "short_year" ? undefined : words(reading);
}

function words(reading: Reading): string | undefined {
  switch (reading.kind) {
    case "nothing":
    case "day":
      return undefined;
    case "ambiguous":
      return t("day.ambiguous", { days: formatList(reading.days.map(spellDay), "disjunction") });
    case "no_such_day": {
      const { day, month, year } = reading.numbers;
      return t("day.noSuchDay", { day, month, year });
    }
    case "other_weekday":
      return t("day.otherWeekday", { day: spellDay(reading.day), weekday: days().weekday(reading.day) });
    case "short_year":
      return t("day.shortYear");
    case "far_year":
      return t("day.farYear", { first: FIRST_YEAR, last: LAST_YEAR });
    case "unclear":
      return t("day.unclear", { example: exampleDay() });
  }
}
