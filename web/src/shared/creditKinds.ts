/**
 * Which kind of credit an amount is of. Certificates count in hours, credits or points, which can be
 * of any credit type, or in the units of one scheme, which are not those of another.
 */

import type { CreditType } from "../api/types";

/** Schemes by how they are written, short and in full. "CE" is left out: it is any of them. */
const KINDS: Readonly<Record<string, RegExp>> = {
  cpe: /\bcpes?\b|continuing professional education/i,
  cpd: /\bcpds?\b|continuing professional development/i,
  ceu: /\bceus?\b|continuing education units?/i,
  cme: /\bcmes?\b|continuing medical education/i,
  cne: /\bcnes?\b|continuing nursing education/i,
  cle: /\bcles?\b|continuing legal education/i,
  pdu: /\bpdus?\b|professional development units?/i,
  pdh: /\bpdhs?\b|professional development hours?/i,
  ects: /\bects\b/i,
  cfu: /\bcfus?\b/i,
};

function kindsIn(text: string): string[] {
  return Object.keys(KINDS).filter((kind) => KINDS[kind]!.test(text));
}

/** Whether an amount can be of a credit type, by what the document says where it was read. */
export function canBeOf(type: CreditType | undefined, said: string): boolean {
  const read = kindsIn(said);
  const own = type ? kindsIn(`${type.name} ${type.unit}`) : [];
  return !read.length || !own.length || read.some((kind) => own.includes(kind));
}
