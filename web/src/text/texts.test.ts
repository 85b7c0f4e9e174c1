import { isArgumentElement, isNumberElement } from "@formatjs/icu-messageformat-parser";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it, vi } from "vitest";
import type { Message } from "./language";

vi.stubGlobal("navigator", { languages: ["de-AT", "en"], language: "de-AT" });
const { isText, t, textsOf } = await import(".");
const { locale, LANGUAGES, nameOfLanguage } = await import("./language");
const { disguised } = await import("./pseudo");
const { formatAmount, formatBytes, formatDay, formatList } = await import("./format");

const files = import.meta.glob<Record<string, Message>>("./**/*.json", { eager: true, import: "default" });
/** All texts of a language, wherever they stand. */
const textsIn = (language: string): Record<string, Message> =>
  Object.fromEntries(
    Object.entries(files).flatMap(([file, texts]) =>
      file.endsWith(`/${language}.json`) ? Object.entries(texts) : [],
    ),
  );
const languages = LANGUAGES.map((language) => [language, textsIn(language)] as const);
const inEnglish = textsIn("en");

/** Names of products and kinds of files, and words that two languages share. */
const ALIKE = [
  "product",
  "common.none",
  "shell.navigation",
  "fields.status",
  "form.linkPlaceholder",
  "day.part.month",
  /^upload\.kind\./,
  "certificate.system",
  "history.label",
  "labels.numbered",
  "found.field.learner",
  "credits.range",
  "setUp.name",
  "setUp.system",
  /^changes\.fields\.[a-z_]+\.name$/,
  "learners.name",
  "academy.logo",
  "changes.fields.settings.logo",
  "programmes.exampleLabel",
];

type Parts = Exclude<Message, string>;

/** What a message is told, each with what people bring. */
function told(parts: Parts, found: Record<string, unknown[]> = {}): Record<string, unknown[]> {
  for (const part of parts) {
    if ("children" in part) {
      found[part.value] = [(words: unknown[]) => words];
      told(part.children, found);
    } else if ("pluralType" in part) found[part.value] ??= [0, 1, 2, 5, 12345];
    else if ("options" in part) found[part.value] = [...Object.keys(part.options), true, false];
    else if (isArgumentElement(part)) found[part.value] ??= BROUGHT;
    else if (isNumberElement(part)) found[part.value] ??= [0, 1, 2.5, 2026, 1e6];
    if ("options" in part) for (const option of Object.values(part.options)) told(option.value, found);
  }
  return found;
}

const BROUGHT = [
  "Secure Coding",
  "",
  "Łukasz O’Donnell-Größmann von der Höhe, Prüfungsamt ".repeat(5),
  "{count, plural, one {#} other {#}} }{",
  "<b>bold</b> & <subject></subject> <",
  `"quoted" ‘once’ it's '{x}' „mehr“`,
  "شهادة 证书 🎓",
];

describe.each(languages)("in %s", (language, messages) => {
  const withParts = Object.entries(messages).filter((entry): entry is [string, Parts] =>
    Array.isArray(entry[1]),
  );

  it.each(withParts)("%s is said with whatever it is told", (_, parts) => {
    const format = new IntlMessageFormat(parts, language);
    const values = told(parts);
    const most = Math.max(...Object.values(values).map((all) => all.length));
    for (let turn = 0; turn < most; turn += 1) {
      const each = Object.entries(values).map(([name, all]) => [name, all[turn % all.length]] as const);
      const said = String(format.format(Object.fromEntries(each) as Record<string, string>));
      for (const [, value] of each) {
        if (BROUGHT.includes(value as string) && !parts.some((part) => "options" in part)) {
          expect(said).toContain(value);
        }
      }
      if (!each.some(([, value]) => BROUGHT.includes(value as string))) expect(said).not.toMatch(/[{}<>]/);
    }
  });

  it("no text is empty, begins or ends with a space, or says two at once", () => {
    for (const [key, message] of Object.entries(messages)) {
      if (typeof message === "string") expect(message, key).toMatch(/^\S(.*\S)?$/su);
      expect(JSON.stringify(message), key).not.toMatch(/ {2}| [.,;:!?](\s|$)/u);
    }
  });
});

it("no two languages say the same, but where they share a word", () => {
  for (const [language, messages] of languages) {
    if (language === "en") continue;
    const alike = Object.keys(inEnglish).filter(
      (key) => JSON.stringify(messages[key]) === JSON.stringify(inEnglish[key]),
    );
    const expected = Object.keys(inEnglish).filter((key) =>
      ALIKE.some((one) => (typeof one === "string" ? one === key : one.test(key))),
    );
    expect(alike, language).toEqual(expected);
  }
});

it("what speaks of set-up brings its words along", () => {
  const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.*", "!../**/named.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const silent = Object.entries(sources).filter(
    ([, source]) =>
      /\b(t|textsOf)\(\s*["`](setUp|changes|creditType)\./.test(source) && !source.includes('/text/setup"'),
  );
  expect(silent.map(([path]) => path)).toEqual([]);
});

describe("German", () => {
  it("is spoken with whom the browser says reads it, as in their own region", () => {
    expect(locale).toBe("de-AT");
    expect(t("signIn.title")).toBe("Anmelden");
    expect(formatDay("2026-01-03")).toBe("03.01.2026");
    expect(formatAmount("34.5")).toBe("34,5");
    expect(formatBytes(2_500_000)).toBe("2,5 MB");
    expect(formatList(["a", "b", "c"], "disjunction")).toBe("a, b oder c");
  });

  it("quotes as German does, and keeps numbers and units together", () => {
    for (const [key, message] of Object.entries(textsIn("de"))) {
      expect(JSON.stringify(message), key).not.toMatch(/“[^„]*”|\\"[^",:[\]{}]*\\"|\bdu\b|\bdein/u);
      if (typeof message === "string")
        expect(message, key).not.toMatch(/\d (Minuten|Sekunden|Tage|Zeichen|%)/);
    }
  });

  it("counts", () => {
    expect(t("queue.bulkTitle.approve", { count: 1 })).toBe("1 Nachweis genehmigen");
    expect(t("queue.bulkTitle.approve", { count: 2 })).toBe("2 Nachweise genehmigen");
    expect(t("outlook.place", { ahead: 0, exact: true })).toBe("Als Nächstes an der Reihe");
    expect(t("outlook.place", { ahead: 3, exact: false })).toBe("Mehr als 3 vor Ihrem");
  });
});

describe("a kind that is newer than this portal", () => {
  it("is said plainly", () => {
    expect(t(`status.${"handed_over" as "pending"}`)).toBe("Handed over");
    expect(isText("status.handed_over")).toBe(false);
    expect(isText("status.toString")).toBe(false);
    expect(isText("toString")).toBe(false);
  });

  it("is not among those that have a name", () => {
    expect(Object.keys(textsOf("kind"))).toEqual(["external", "academy"]);
    expect(textsOf("kind")).toBe(textsOf("kind"));
  });
});

it("languages call themselves by their own names", () => {
  expect(LANGUAGES.map(nameOfLanguage)).toEqual(["Deutsch", "English"]);
});

describe("a language in disguise", () => {
  it("keeps what is told and makes everything else longer", () => {
    const accented = disguised(inEnglish, "ltr");
    expect(Object.keys(accented)).toEqual(Object.keys(inEnglish));
    const said = new IntlMessageFormat(accented["queue.bulkTitle.approve"] as Parts, "en").format({
      count: 2,
    });
    expect(said).toMatch(/2/);
    expect(said).not.toMatch(/Approve|certificates/);
    expect((accented["signIn.title"] as string).length).toBeGreaterThan("Sign in".length * 1.3);
  });

  it("runs from right to left", () => {
    expect(disguised(inEnglish, "rtl")["signIn.title"]).toBe("\u202eSign in\u202c");
  });
});
