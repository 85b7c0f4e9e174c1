/** Several drafts side by side, one of which is open: what becomes of them, step by step. */

import type { Certificate } from "../../api/types";
import type { Draft } from "../draft";

/** What is wrong, by the API's name of the field. */
export type Errors = Record<string, string>;

export interface Item {
  /** Under which its draft is kept, and its file is sent. */
  key: string;
  draft: Draft;
  /** Whether it goes on with what was left behind. */
  isTakenUp: boolean;
  /** What was said of its fields when it was last sent. */
  errors: Errors;
  /** Why it could not be sent. */
  failure?: unknown;
  isBusy: boolean;
  /** What an earlier try made of it, where that has come to an end since. */
  ended?: Certificate;
  /** What was made of it. */
  made?: readonly Certificate[];
}

export interface Strip {
  items: readonly Item[];
  /** The one that is filled in. */
  open: string | undefined;
  /** The one that was dropped last, and where it stood. */
  dropped?: { item: Item; at: number };
}

export const EMPTY: Strip = { items: [], open: undefined };

export function itemOf(key: string, draft: Draft, isTakenUp = false): Item {
  return { key, draft, isTakenUp, errors: {}, isBusy: false };
}

const isOpen = ({ made }: Item) => !made;

/** Those that are still to be handed in. */
export const unmade = ({ items }: Strip): Item[] => items.filter(isOpen);

export function openItem({ items, open }: Strip): Item | undefined {
  return items.find(({ key }) => key === open);
}

/** More of them; whoever fills one in is left there. */
export function withMore(strip: Strip, more: readonly Item[]): Strip {
  const now = openItem(strip);
  const open = now && isOpen(now) ? now.key : (more[0]?.key ?? strip.open);
  return { ...strip, items: [...strip.items, ...more], open };
}

export function withChange(strip: Strip, key: string, change: (item: Item) => Item): Strip {
  const at = strip.items.findIndex((item) => item.key === key);
  const item = strip.items[at];
  const next = item && change(item);
  return !next || next === item ? strip : { ...strip, items: strip.items.with(at, next) };
}

/** The next one to be filled in, from a place on; from the beginning, where the end is reached. */
function nextFrom(items: readonly Item[], at: number): string | undefined {
  return (items.slice(at).find(isOpen) ?? items.find(isOpen))?.key;
}

export function without(strip: Strip, key: string): Strip {
  const at = strip.items.findIndex((item) => item.key === key);
  const item = strip.items.find((one) => one.key === key);
  if (!item) return strip;
  const items = strip.items.filter((other) => other !== item);
  const open = strip.open === key ? (nextFrom(items, at) ?? items.at(-1)?.key) : strip.open;
  return { items, open, dropped: { item, at } };
}

/** What was dropped last is there again, and open. */
export function withDropped({ dropped, ...strip }: Strip): Strip {
  if (!dropped) return strip;
  return { items: strip.items.toSpliced(dropped.at, 0, dropped.item), open: dropped.item.key };
}

/** A draft that is sent once more: nothing is known of how that ends. */
export function withoutEnd(item: Item): Item {
  const { key, draft, isTakenUp, errors, isBusy, made } = item;
  return { key, draft, isTakenUp, errors, isBusy, ...(made && { made }) };
}

/** One was handed in: the next one opens by itself. */
export function withMade(strip: Strip, key: string, made: readonly Certificate[]): Strip {
  const at = strip.items.findIndex((item) => item.key === key);
  const items = strip.items.with(at, { ...withoutEnd(strip.items[at]!), made, errors: {}, isBusy: false });
  const isThere = strip.open === key;
  return { ...strip, items, open: isThere ? nextFrom(items, at + 1) : strip.open };
}
