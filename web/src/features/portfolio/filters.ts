/** Which of a learner's certificates are shown, and in which order: it stands in the address. */

import type { CertificateFilters } from "../../api/keys";
import type { Certificate, Kind, StatusFilter, Totals } from "../../api/types";
import { kindsOf } from "../../shared/kinds";
import { standing } from "../../shared/StatusPill";
import { t, textsOf } from "../../text";
import type { Sort } from "../../ui/Table";

/** What the API filters by, and words that are looked for here. */
export interface Wanted extends CertificateFilters {
  words: string;
}

export const STATUSES = kindsOf(textsOf("status"));
export const KINDS = kindsOf(textsOf("kind"));
const ISO = /^\d{4}-\d\d-\d\d$/;

const oneOf = <T extends string>(known: readonly T[], said: string | null): T | undefined =>
  known.find((one) => one === said);
const dayOf = (said: string | null) => (said && ISO.test(said) ? said : undefined);

export function wantedOf(address: URLSearchParams): Wanted {
  const said = {
    status: oneOf<StatusFilter>(STATUSES, address.get("status")),
    kind: oneOf<Kind>(KINDS, address.get("kind")),
    credit_type: address.get("credit_type") ?? undefined,
    earned_from: dayOf(address.get("from")),
    earned_to: dayOf(address.get("to")),
  };
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { ...given, words: address.get("q") ?? "" };
}

export const isFiltered = ({ words, ...filters }: Wanted) => words !== "" || Object.keys(filters).length > 0;

/** Whether a certificate is among those wanted; `approved` are all that stand in any way. */
export function matches(certificate: Certificate, wanted: Wanted): boolean {
  const { status, kind, credit_type, earned_from, earned_to, words } = wanted;
  if (kind && certificate.kind !== kind) return false;
  if (credit_type && !certificate.claims.some((claim) => claim.credit_type === credit_type)) return false;
  if (status && status !== certificate.status && status !== standing(certificate)) return false;
  if (earned_from && certificate.earned_on < earned_from) return false;
  if (earned_to && certificate.earned_on > earned_to) return false;
  if (!words) return true;
  const searched = [certificate.title, certificate.issuer, certificate.certificate_number]
    .join(" ")
    .toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

/** How many there are of each status, whatever else is filtered by. */
export function countsOf(certificates: readonly Certificate[], wanted: Wanted): Map<StatusFilter, number> {
  const { status: _, ...others } = wanted;
  const counts = new Map<StatusFilter, number>();
  for (const certificate of certificates) {
    if (!matches(certificate, others)) continue;
    const status = standing(certificate);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

/** The same as the API adds up, of certificates that were found by words, which it does not know. */
export function totalsOf(certificates: readonly Certificate[], creditType: string | undefined): Totals {
  const credits = new Map<string, { claimed: number; awarded: number }>();
  for (const claim of certificates.flatMap(({ claims }) => claims)) {
    if (creditType && claim.credit_type !== creditType) continue;
    const sum = credits.get(claim.credit_type) ?? { claimed: 0, awarded: 0 };
    sum.claimed += Number(claim.claimed);
    sum.awarded += Number(claim.awarded ?? 0);
    credits.set(claim.credit_type, sum);
  }
  return {
    certificates: certificates.length,
    credits: [...credits].map(([credit_type, { claimed, awarded }]) => ({
      credit_type,
      claimed: claimed.toFixed(2),
      awarded: awarded.toFixed(2),
    })),
  };
}

/** Days as the API writes them stand in order as they are, in every language. */
const inOrder = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

const SORTS: Record<string, (one: Certificate, other: Certificate) => number> = {
  title: (one, other) => one.title.localeCompare(other.title),
  earned: (one, other) => inOrder(one.earned_on, other.earned_on),
  // What does not expire comes after all that does.
  expires: (one, other) => inOrder(one.expires_on ?? "9999", other.expires_on ?? "9999"),
  kind: (one, other) => t(`kind.${one.kind}`).localeCompare(t(`kind.${other.kind}`)),
  status: (one, other) => STATUSES.indexOf(standing(one)) - STATUSES.indexOf(standing(other)),
};

export function sortOf(address: URLSearchParams): Sort {
  const said = address.get("sort") ?? "earned";
  const key = Object.hasOwn(SORTS, said) ? said : "earned";
  const order = address.get("order") ?? (key === "earned" ? "descending" : "ascending");
  return { key, direction: order === "descending" ? "descending" : "ascending" };
}

export function sorted(certificates: readonly Certificate[], { key, direction }: Sort): Certificate[] {
  const compare = SORTS[key] ?? SORTS["earned"]!;
  return certificates.toSorted((one, other) => (direction === "descending" ? -1 : 1) * compare(one, other));
}
