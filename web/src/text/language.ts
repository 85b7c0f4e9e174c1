/** Which language the portal speaks: settled once, before anything is shown. */

/** A message as the build leaves it: words, or the parts that values are put into. */
export type Message = string | import("@formatjs/icu-messageformat-parser").MessageFormatElement[];

const KEY = "certfolio.language";
const FALLBACK = "en";
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

// One file for each language; only the one that is spoken is loaded.
const files: Files = import.meta.glob<Record<string, Message>>("./*.json", { import: "default" });

/** Every language there is. */
export const LANGUAGES = Object.keys(files).map((file) => file.slice("./".length, -".json".length));

const baseOf = (tag: string) => tag.split("-")[0] ?? "";
// Tests of what shows nothing have no storage.
const kept = typeof localStorage === "undefined" ? null : localStorage.getItem(KEY);
const pseudo = import.meta.env.DEV && (kept === "en-XA" || kept === "ar-XB") ? kept : undefined;

/** The one that is spoken here. */
export const language =
  pseudo ??
  [kept ?? "", ...navigator.languages.map(baseOf)].find((wanted) => LANGUAGES.includes(wanted)) ??
  FALLBACK;

/**
 * How dates and numbers are written: in the language that is spoken, as in the reader's own region.
 * Whoever has to make do with English gets days before months, as most of the world writes them.
 */
export const locale =
  baseOf(navigator.language) === language
    ? navigator.language
    : pseudo || language === FALLBACK
      ? `${FALLBACK}-001`
      : language;

/** Where lines begin. */
export const direction = RIGHT_TO_LEFT.includes(baseOf(language)) ? "rtl" : "ltr";

/** Speak another language from now on. */
export function chooseLanguage(wanted: string): void {
  localStorage.setItem(KEY, wanted);
  location.reload();
}

/** What a language calls itself. */
export function nameOfLanguage(tag: string): string {
  const name = new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

type Files = Record<string, () => Promise<Record<string, Message>>>;

async function load(from: Files): Promise<Record<string, Message>> {
  if (!pseudo) return from[`./${language}.json`]!();
  const { disguised } = await import("./pseudo");
  return disguised(await from[`./${FALLBACK}.json`]!(), direction);
}

export const messages = await load(files);

/** Bring texts that only some pages show: they come with those, not with the first one. */
export async function bring(more: Files): Promise<void> {
  Object.assign(messages, await load(more));
}
