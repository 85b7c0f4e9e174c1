/**
 * Languages that nobody speaks, for those who make the portal: English in disguise. What stays plain
 * on the page is no message, and what is cut off is too long for its place. Never part of a build.
 */

import { isLiteralElement } from "@formatjs/icu-messageformat-parser";
import type { Message } from "./language";

const PLAIN = "AaBCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz";
const ACCENTED = "ÅåßÇçÐðÉéĜĝĤĥÎîĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž";

/** The same messages, a good third longer and with accents, or as they stand in Arabic. */
export function disguised(
  messages: Record<string, Message>,
  direction: "ltr" | "rtl",
): Record<string, Message> {
  const words = direction === "rtl" ? reversed : accented;
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [key, inDisguise(message, words)]),
  );
}

function inDisguise(message: Message, words: (plain: string) => string): Message {
  if (typeof message === "string") return words(message);
  return message.map((part) => {
    if ("options" in part) {
      const options = Object.entries(part.options).map(([name, option]) => [
        name,
        { ...option, value: inDisguise(option.value, words) },
      ]);
      return { ...part, options: Object.fromEntries(options) as typeof part.options };
    }
    if ("children" in part)
      return { ...part, children: inDisguise(part.children, words) as typeof part.children };
    return isLiteralElement(part) ? { ...part, value: words(part.value) } : part;
  });
}

function accented(plain: string): string {
  const letters = Array.from(plain, (letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join("");
  return /\p{L}/u.test(plain) ? `${letters}${" ~".repeat(Math.ceil(plain.length / 6))}` : letters;
}

/** Told to run from right to left, as a whole. */
function reversed(plain: string): string {
  return plain.replace(/[^\s].*[^\s]|[^\s]/su, "\u202e$&\u202c");
}
