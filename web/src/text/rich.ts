import { createElement, Fragment, type ReactNode } from "react";
import { find, formatOf } from ".";
import type { RichMessages } from "./keys.d";

/** What becomes of the words between two tags. */
export type Tag = (words: ReactNode) => ReactNode;

/** A text with tags in it, each of which the page says how to show. */
export function tRich<K extends keyof RichMessages>(key: K, values: RichMessages[K]): ReactNode {
  const message = find(key);
  if (message === undefined || typeof message === "string") return message;
  const told = Object.entries<string | number | Date | Tag>(values).map(([name, value]) => [
    name,
    typeof value === "function" ? (words: ReactNode[]) => inRow([value(inRow(words))]) : value,
  ]);
  const parts = formatOf(key, message).format<ReactNode>(Object.fromEntries(told) as Record<string, string>);
  return inRow(Array.isArray(parts) ? parts : [parts]);
}

/** Several nodes as one, in their fixed order. */
function inRow(nodes: ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...nodes);
}
