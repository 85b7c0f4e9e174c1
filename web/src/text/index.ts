/** Every text of the portal, in the language that is spoken. */

import { IntlMessageFormat } from "intl-messageformat";
import type { Messages } from "./keys.d";
import { locale, type Message, messages } from "./language";

/** A key of a text without tags; what it is told follows from it. */
export type Key = keyof Messages;

type All<T> = (T extends unknown ? (each: T) => void : never) extends (all: infer Every) => void
  ? Every
  : never;
/** What must be told of every key of a set; nothing, where it is unknown. */
export type Values<K extends Key> = All<NonNullable<Messages[K]>>;
type Told<K extends Key> = unknown extends Values<K> ? [] : [values: Values<K>];

/** The keys of texts that are told nothing. */
type Plain = { [K in Key]: Messages[K] extends undefined ? K : never }[Key];

/** How the keys below another go on; of texts that are told nothing. */
export type Below<Area extends string> = Plain extends infer K
  ? K extends `${Area}.${infer Rest}`
    ? Rest
    : never
  : never;

/**
 * A text. Where its key is made of a kind that is newer than this portal, the kind itself is said
 * plainly.
 */
export function t<K extends Key>(key: K, ...[values]: Told<K>): string {
  const message = find(key);
  if (message === undefined) return plainly(key);
  if (typeof message === "string") return message;
  return String(formatOf(key, message).format(values as Record<string, string> | undefined));
}

/** Whether there is a text of this key: none is of a kind that is newer than this portal. */
export function isText(key: string): boolean {
  return find(key) !== undefined;
}

const areas = new Map<string, Record<string, string>>();

/** All texts whose keys begin with an area, by how the keys go on. */
export function textsOf<Area extends string>(area: Area): Record<Below<Area>, string> {
  let texts = areas.get(area);
  if (!texts) {
    const start = `${area}.`;
    const own = Object.entries(messages).filter(([key]) => key.startsWith(start));
    texts = Object.fromEntries(
      own.flatMap(([key, message]) =>
        typeof message === "string" ? [[key.slice(start.length), message]] : [],
      ),
    );
    areas.set(area, texts);
  }
  return texts;
}

const formats = new Map<string, IntlMessageFormat>();

export function formatOf(key: string, message: Exclude<Message, string>): IntlMessageFormat {
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new IntlMessageFormat(message, locale)));
  return format;
}

export function find(key: string): Message | undefined {
  return Object.hasOwn(messages, key) ? messages[key] : undefined;
}

function plainly(key: string): string {
  const kind = key.slice(key.lastIndexOf(".") + 1).replaceAll("_", " ");
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}
