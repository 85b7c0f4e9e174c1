import { en } from "./en";

export type Text = typeof en;

const languages: Record<string, Text> = { en };

const wanted = navigator.languages.map((language) => language.split("-")[0] ?? "");

/** All texts of the portal in the browser's language, or in English. */
export const text: Text = languages[wanted.find((language) => language in languages) ?? "en"] ?? en;
