import type { Queued } from "../../api/types";

/** Without case and marks above letters: who types “nunez” finds “Núñez”. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const wordsIn = (text: string) => plain(text).split(/\s+/).filter(Boolean);

/** Whether a certificate has all of the words that are looked for, in any order. */
export function matcher(search: string, nameOf: (item: Queued) => string): (item: Queued) => boolean {
  const wanted = wordsIn(search);
  return (item) => {
    if (!wanted.length) return true;
    const { title, issuer, certificate_number } = item;
    const text = plain([title, issuer, certificate_number, nameOf(item)].filter(Boolean).join(" "));
    return wanted.every((word) => text.includes(word));
  };
}
