/**
 * What is read from a certificate's file fills what is still empty, and is marked until somebody
 * confirms or changes it. Nothing that was typed is ever overwritten.
 */

import type { CreditType, PageDrawing, Place, Rendition, Suggestion } from "../api/types";
import { canBeOf } from "./creditKinds";
import type { Draft } from "./draft";
import { kindsOf, lookUp } from "./kinds";
import { writeDay } from "./typedDay";

/** A field of every draft that can be filled from a document. */
type Fixed = Suggestion["field"];

/** A label of the only line's credit type. */
type LabelField = `labels.${string}`;

/** A field that can be filled from a document. */
export type Readable = Fixed | LabelField;

/** What was read, with what the document says there, and for which credit type where it is for one alone. */
export interface Read {
  field: Readable;
  value: string;
  place: Place;
  said?: string;
  creditType?: string;
}

/** Where a field's value comes from: who fills it in typed or confirmed it, or it was read there. */
export type Origin = "own" | Place;
export type Origins = Partial<Record<Readable, Origin>>;

interface Field {
  value: (draft: Draft) => string;
  put: (draft: Draft, value: string) => Draft;
  /** A value as somebody would type it. */
  write?: (read: string) => string;
  isOpen?: (draft: Draft) => boolean;
  /** Whether what the document says there can be meant. */
  fits?: (draft: Draft, said: string, types: readonly CreditType[]) => boolean;
}

/** In the order of the form. */
const FIELDS: Record<Fixed, Field> = {
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
    fits: ({ lines }, said, types) =>
      canBeOf(
        types.find(({ id }) => id === lines[0]?.creditType),
        said,
      ),
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

/** The label of which a field is; nothing where it is of none. */
export function labelOf(field: Readable): string | undefined {
  return field.startsWith("labels.") ? field.slice("labels.".length) : undefined;
}

export function fieldOfLabel(label: string): LabelField {
  return `labels.${label}`;
}

function labelField(label: string): Field {
  return {
    value: ({ lines }) => lines[0]?.labels?.[label] ?? "",
    put: (draft, choice) => ({
      ...draft,
      lines: draft.lines.map((line, at) => {
        if (at) return line;
        const { [label]: _, ...others } = line.labels ?? {};
        return { ...line, labels: choice ? { ...others, [label]: choice } : others };
      }),
    }),
    isOpen: ({ lines }) => lines.length === 1,
  };
}

function fieldOf(field: Readable): Field | undefined {
  const label = labelOf(field);
  return label === undefined ? lookUp(FIELDS, field as Fixed) : labelField(label);
}

/** All fields that a draft has something in or knows the origin of, in the order of the form. */
function readableOf({ lines, origins = {} }: Draft): Readable[] {
  const labels = Object.keys(lines[0]?.labels ?? {}).map(fieldOfLabel);
  const known = (Object.keys(origins) as Readable[]).filter((field) => labelOf(field) !== undefined);
  return [...READABLE, ...new Set([...labels, ...known])];
}

function from(draft: Draft, origins: Origins): Draft {
  return { ...draft, origins: { ...draft.origins, ...origins } };
}

/** A draft that somebody changed by hand: what they touched is theirs. */
export function typed(before: Draft, after: Draft): Draft {
  // Another credit type has labels of its own, of which nobody has said anything.
  const isOther = before.lines[0]?.creditType !== after.lines[0]?.creditType;
  const next = isOther ? withoutLabels(after) : after;
  const touched = [...new Set([...readableOf(before), ...readableOf(next)])].filter(
    (field) => !(isOther && labelOf(field)) && fieldOf(field)?.value(before) !== fieldOf(field)?.value(next),
  );
  if (!touched.length) return next;
  return from(next, Object.fromEntries(touched.map((field) => [field, "own"])));
}

function withoutLabels(draft: Draft): Draft {
  if (!draft.origins) return draft;
  const left = Object.entries(draft.origins).filter(([field]) => labelOf(field as Readable) === undefined);
  return { ...draft, origins: Object.fromEntries(left) };
}

/** All that was read in a file. */
export function readIn({ suggestions, suggested_labels, pages }: Rendition): Read[] {
  return [
    ...saidThere(suggestions, pages),
    ...suggested_labels.map(({ credit_type, label, choice, place }) => ({
      field: fieldOfLabel(label),
      value: choice,
      place,
      creditType: credit_type,
    })),
  ];
}

/** Tell of each suggestion what the document says where it was read. */
export function saidThere(suggestions: readonly Suggestion[], pages: readonly PageDrawing[]): Read[] {
  return suggestions.map((suggestion) => {
    const { page, left, top, right, bottom } = suggestion.place;
    const words = (pages[page - 1]?.words ?? []).filter(
      (word) =>
        word.left + word.right >= 2 * left &&
        word.left + word.right <= 2 * right &&
        word.top + word.bottom >= 2 * top &&
        word.top + word.bottom <= 2 * bottom,
    );
    return { ...suggestion, said: words.map(({ text }) => text).join(" ") };
  });
}

/**
 * Fill what nobody has touched and is empty. Done again, it changes nothing. Credits that cannot be of
 * the credit type that is chosen by now are taken out, as long as nobody confirmed them.
 */
export function fill(draft: Draft, suggestions: readonly Read[], types: readonly CreditType[] = []): Draft {
  return suggestions.reduce((filled, { field, value, place, said = "", creditType }) => {
    if (creditType !== undefined && creditType !== filled.lines[0]?.creditType) return filled;
    const known = fieldOf(field);
    if (known?.fits?.(filled, said, types) === false) {
      return unconfirmed(filled).some(([read]) => read === field) ? without(filled, field) : filled;
    }
    if (!known || filled.origins?.[field] || known.value(filled).trim()) return filled;
    if (known.isOpen && !known.isOpen(filled)) return filled;
    return from(known.put(filled, (known.write ?? String)(value)), { [field]: place });
  }, draft);
}

/** What was read and nobody confirmed yet, in the order of the form. */
export function unconfirmed(draft: Draft): [Readable, Place][] {
  return readableOf(draft).flatMap((field) => {
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
  return unconfirmed(draft).reduce<Draft>((left, [field]) => without(left, field), draft);
}

function without(draft: Draft, field: Readable): Draft {
  const { [field]: _, ...origins } = draft.origins ?? {};
  return { ...(fieldOf(field)?.put(draft, "") ?? draft), origins };
}
