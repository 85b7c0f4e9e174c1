/** The words with which languages write days, as the browser knows them. */

/** Written without a time zone, by which it could be shifted. */
export const CALENDAR = { calendar: "gregory", timeZone: "UTC" } as const;

/** The numbers that a name stands for; several, where the same name is used twice. */
type Names = Map<string, number[]>;

export interface Vocabulary {
  /** The months of each language: what is clear in one may mean another month in the next. */
  months: Names[];
  /** The same for the days of the week, 0 for Sunday, by each word of their names. */
  weekdays: Names[];
  /** What stands beside the numbers and tells nothing, as in "24 de noviembre". */
  fillers: Set<string>;
  /** The same for signs. */
  ignored: Set<string>;
}

/** What is written beyond what browsers write: "the 3rd of May, 2025". */
const ALSO = ["the", "of", "st", "nd", "rd", "th", ",", "'"];
/** So many letters stand for a month, unless another one begins with them, too. */
const LEAST_LETTERS = 3;

/** Whatever stands between two numbers and can part them. */
export const isSeparator = (token: string) => /^[./ -]$/.test(token);
export const isNumber = (token: string) => /^\d+$/.test(token);
export const isWord = (token: string) => /^[\p{L}\p{M}]+$/u.test(token);

/** Numbers, words and single signs, in the one form in which they are compared. */
export function tokensOf(written: string): string[] {
  const plain = written
    .normalize("NFKC")
    .replace(/\p{Nd}/gu, digitOf)
    .toLowerCase()
    .normalize("NFKD")
    // Accents, and signs that nobody sees.
    .replace(/[\u0300-\u036f\p{Cf}]/gu, "")
    .replace(/ı/g, "i")
    .replace(/[\p{Pd}\u2212]/gu, "-")
    .replace(/\s+/g, " ");
  return plain.match(/\d+|[\p{L}\p{M}]+|[^]/gu) ?? [];
}

/** A digit of any script: in Unicode each one's ten stand in a row. */
function digitOf(sign: string): string {
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0)! - value - 1))) value += 1;
  return String(value % 10);
}

const known = new Map<string, Vocabulary>();

export function vocabularyOf(languages: readonly string[]): Vocabulary {
  const each = languages.map((language) => {
    const words = known.get(language) ?? wordsOf(language);
    known.set(language, words);
    return words;
  });
  return {
    months: each.flatMap(({ months }) => months),
    weekdays: each.flatMap(({ weekdays }) => weekdays),
    fillers: new Set(each.flatMap(({ fillers }) => [...fillers])),
    ignored: new Set(each.flatMap(({ ignored }) => [...ignored])),
  };
}

function wordsOf(language: string): Vocabulary {
  const months: Names = new Map();
  const weekdays: Names = new Map();
  const beside = new Set(ALSO);
  for (const { type, value, date } of writingsOf(language)) {
    const tokens = tokensOf(value);
    const said = tokens.filter((token) => isWord(token) || isNumber(token));
    const isName = type === "weekday" || (type === "month" && said.some(isWord));
    if (type === "weekday") said.filter(isWord).forEach((word) => put(weekdays, word, date.getUTCDay()));
    else if (isName) put(months, said.join(" "), date.getUTCMonth() + 1);
    // What is counted ("11月") is no name but for its number.
    const tells = isName && (type === "weekday" || !said.some(isNumber));
    for (const token of tokens) if (!tells || !isWord(token)) beside.add(token);
  }
  const fillers = new Set([...beside].filter(isWord));
  // In Korean the sign for Sunday is the one for day.
  for (const filler of fillers) weekdays.delete(filler);
  return {
    months: [months],
    weekdays: [weekdays],
    fillers,
    ignored: new Set(
      [...beside].filter((token) => !isWord(token) && !isNumber(token) && !isSeparator(token)),
    ),
  };
}

const STYLES: Intl.DateTimeFormatOptions[] = [
  ...(["full", "long", "medium", "short"] as const).map((dateStyle) => ({ dateStyle })),
  ...(["long", "short"] as const).flatMap((name) => [
    { year: "numeric", month: name, day: "numeric" } as const,
    // Alone, names differ from those in a date in some languages.
    { month: name },
    { weekday: name },
  ]),
];

/** All that a language writes of some days: each month, each day of the week. */
function writingsOf(language: string) {
  return STYLES.flatMap((style) => {
    const format = new Intl.DateTimeFormat(language, { ...CALENDAR, ...style });
    return Array.from({ length: 24 }, (_, at) => {
      // Some languages write the first day of a month in a way of its own.
      const date = new Date(Date.UTC(2025, at % 12, at < 12 ? 1 : 24));
      const parts = format.formatToParts(date);
      return parts.map(({ type, value }, place) => ({
        type,
        date,
        value: type === "month" || type === "weekday" ? whole(parts, place) : value,
      }));
    }).flat();
  });
}

/** A name with the letters around it that belong to its word: in Hebrew "in November" is one. */
function whole(parts: Intl.DateTimeFormatPart[], place: number): string {
  const before = /[\p{L}\p{M}]*$/u.exec(parts[place - 1]?.value ?? "")?.[0] ?? "";
  const after = /^[\p{L}\p{M}]*/u.exec(parts[place + 1]?.value ?? "")?.[0] ?? "";
  return before + parts[place]!.value + after;
}

function put(names: Names, name: string, number: number): void {
  names.set(name, [...new Set([...(names.get(name) ?? []), number])]);
}

/** The months that are meant by a name, or by how one begins, in any of the languages. */
export function monthsOf(tokens: string[], { months }: Vocabulary): Set<number> {
  const said = tokens.join(" ");
  const meant = months.flatMap((names) => {
    const exact = names.get(said);
    if (exact || !isWord(said) || said.length < LEAST_LETTERS) return exact ?? [];
    return [...names].flatMap(([full, numbers]) => (isWord(full) && full.startsWith(said) ? numbers : []));
  });
  return new Set(meant);
}

/** What a word tells of the day of the week; nothing, if it is none of their names. */
export function weekdaysOf(token: string, { weekdays }: Vocabulary): number[] {
  return weekdays.flatMap((names) => names.get(token) ?? []);
}

/** Whether a word may stand beside a day. */
export function isBeside(token: string, words: Vocabulary): boolean {
  return words.fillers.has(token) || weekdaysOf(token, words).length > 0;
}
