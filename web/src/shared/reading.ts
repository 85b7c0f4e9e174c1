/**
 * What is read from a certificate's file fills what is still empty, and is marked until somebody
 * confirms or changes it. Nothing that was typed is ever overwritten.
 */

import type { Place, Suggestion } from "../api/types";
import type { Draft } from "./draft";
import { kindsOf, lookUp } from "./kinds";
import { writeDay } from "./typedDay";

/** A field that can be filled from a document. */
export type Readable = Suggestion["field"];

/** Where a field's value comes from: who fills it in typed or confirmed it, or it was read there. */
export type Origin = "own" | Place;
export type Origins = Partial<Record<Readable, Origin>>;

interface Field {
  value: (draft: Draft) => string;
  put: (draft: Draft, value: string) => Draft;
  /** A value as somebody would type it. */
  write?: (read: string) => string;
  isOpen?: (draft: Draft) => boolean;
}

/** In the order of the form. */
const FIELDS: Record<Readable, Field> = {
  title: { value: ({ title }) => title, put: (draft, title) => ({ ...draft, title }) },
  credits: {
    value: ({ lines }) => lines[0]?.credits ?? "",
    put: (draft, credits) => ({
      ...draft,
      lines: draft.lines.map((line, at) => (at ? line : { ...line, credits })),
    }),
    write: (read) => String(Number(read)),
    // Of which of several the document speaks nobody knows.
    isOpen: ({ lines }) => lines.length === 1 && Boolean(lines[0]!.creditType),
  },
  earned_on: {
    value: ({ earnedOn }) => earnedOn,
    put: (draft, earnedOn) => ({ ...draft, earnedOn }),
    write: writeDay,
  },
  issuer: { value: ({ issuer }) => issuer, put: (draft, issuer) => ({ ...draft, issuer }) },
  certificate_number: {
    value: ({ certificateNumber }) => certificateNumber,
    put: (draft, certificateNumber) => ({ ...draft, certificateNumber }),
  },
};

export const READABLE = kindsOf(FIELDS);

function from(draft: Draft, origins: Origins): Draft {
  return { ...draft, origins: { ...draft.origins, ...origins } };
}

/** A draft that somebody changed by hand: what they touched is theirs. */
export function typed(before: Draft, after: Draft): Draft {
  const touched = READABLE.filter((field) => FIELDS[field].value(before) !== FIELDS[field].value(after));
  if (!touched.length) return after;
  return from(after, Object.fromEntries(touched.map((field) => [field, "own"])));
}

/** Fill what nobody has touched and is empty. Done again, it changes nothing. */
export function fill(draft: Draft, suggestions: readonly Suggestion[]): Draft {
  return suggestions.reduce((filled, { field, value, place }) => {
    const known = lookUp(FIELDS, field);
    if (!known || filled.origins?.[field] || known.value(filled).trim()) return filled;
    if (known.isOpen && !known.isOpen(filled)) return filled;
    return from(known.put(filled, (known.write ?? String)(value)), { [field]: place });
  }, draft);
}

/** What was read and nobody confirmed yet, in the order of the form. */
export function unconfirmed(draft: Draft): [Readable, Place][] {
  return READABLE.flatMap((field) => {
    const origin = draft.origins?.[field];
    return origin && origin !== "own" ? [[field, origin] as [Readable, Place]] : [];
  });
}

/** Take what was read for right. */
export function confirm(draft: Draft, fields: readonly Readable[]): Draft {
  return fields.length ? from(draft, Object.fromEntries(fields.map((field) => [field, "own"]))) : draft;
}

/** Take out what was read from a file that is no longer the draft's, where nobody confirmed it. */
export function withdraw(draft: Draft): Draft {
  return unconfirmed(draft).reduce<Draft>((left, [field]) => {
    const { [field]: _, ...origins } = left.origins ?? {};
    return { ...FIELDS[field].put(left, ""), origins };
  }, draft);
}
