/** Kinds of files: which can be handed in, and what to do about those that cannot. */

import type { ContentType } from "../api/types";
import { kindsOf } from "./kinds";

/** How files of a kind are named; the first is what a name is given that has none of them. */
export const ENDINGS: Record<ContentType, readonly [string, ...string[]]> = {
  "application/pdf": ["pdf"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/png": ["png"],
  "image/heic": ["heic", "heif"],
  "image/webp": ["webp"],
  "image/tiff": ["tif", "tiff"],
};

const TAKEN = kindsOf(ENDINGS);

/** What a file dialog offers first; somebody can still choose or drop anything. */
export const ACCEPT = [
  ...TAKEN.flatMap((kind) => ENDINGS[kind].map((ending) => `.${ending}`)),
  ...TAKEN,
].join(",");

/** Kinds that people have in their hands instead of a certificate that can be handed in. */
export type Foreign =
  "word" | "pages" | "slides" | "sheet" | "web" | "picture" | "archive" | "mail" | "film" | "other";

const FOREIGN: Record<Exclude<Foreign, "other">, readonly string[]> = {
  word: ["doc", "docx", "docm", "dot", "dotx", "odt", "rtf", "wpd", "gdoc"],
  pages: ["pages"],
  slides: ["ppt", "pptx", "pptm", "pps", "ppsx", "odp", "key", "gslides"],
  sheet: ["xls", "xlsx", "xlsm", "ods", "csv", "numbers", "gsheet"],
  web: ["html", "htm", "xhtml", "mht", "mhtml", "webarchive", "url", "webloc", "xml", "json"],
  picture: [
    "gif",
    "bmp",
    "svg",
    "avif",
    "jxl",
    "jp2",
    "psd",
    "ai",
    "eps",
    "ps",
    "xps",
    "dng",
    "cr2",
    "nef",
    "ico",
  ],
  archive: ["zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "dmg", "iso"],
  mail: ["eml", "msg", "ics", "vcf", "p7m"],
  film: ["mp4", "mov", "avi", "mkv", "webm", "m4v", "3gp", "mp3", "m4a"],
};

export type Known = { contentType: ContentType } | { foreign: Foreign };

/**
 * What a file is, by how it is named. Where a name does not tell, what the browser says decides: it
 * says nothing of HEIC on Windows and Linux, but calls a `.jfif` a JPEG.
 */
export function kindOf({ name, type }: Pick<File, "name" | "type">): Known {
  const ending = endingOf(name);
  const contentType =
    TAKEN.find((kind) => ENDINGS[kind].includes(ending)) ?? TAKEN.find((kind) => kind === type);
  if (contentType) return { contentType };
  return { foreign: kindsOf(FOREIGN).find((kind) => FOREIGN[kind].includes(ending)) ?? "other" };
}

/** A file's name with an ending of its kind, as the server wants it. */
export function nameAs(name: string, contentType: ContentType): string {
  const [first] = ENDINGS[contentType];
  return ENDINGS[contentType].includes(endingOf(name)) ? name : `${name}.${first}`;
}

function endingOf(name: string): string {
  const at = name.lastIndexOf(".");
  return at < 0 ? "" : name.slice(at + 1).toLowerCase();
}
