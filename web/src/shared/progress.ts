/** How far a learner has come in a period: what counts, what may, what is missing. */

import type { PeriodTotals } from "../api/types";

export interface Progress {
  /** What counts. */
  counted: number;
  /** What would count on top of it, were all that waits approved as it is claimed. */
  waiting: number;
  /** What nobody has handed in yet; undefined where nothing has to be reached. */
  missing: number | undefined;
  /** The whole: the target, or else the most that counts; undefined where there is neither. */
  whole: number | undefined;
}

const amountOf = (amount: string | null | undefined) => (amount ? Number(amount) : undefined);
/** Amounts have two decimals; their sums have no more. */
const rounded = (amount: number) => Math.round(amount * 100) / 100;

export function progressOf(period: PeriodTotals): Progress {
  const target = amountOf(period.target);
  const cap = amountOf(period.cap);
  const counted = Number(period.applied);
  const room = Math.max(0, (cap ?? Infinity) - counted);
  const waiting = Math.min(Number(period.claimed), room);
  return {
    counted,
    waiting,
    missing: target === undefined ? undefined : rounded(Math.max(0, target - counted - waiting)),
    whole: target ?? cap,
  };
}

/** What is to be done next, as a kind. */
export type Next = "reached" | "wait" | "missing" | "full" | "room" | "open";

export function nextOf(period: PeriodTotals): Next {
  const { counted, waiting, missing, whole } = progressOf(period);
  if (missing !== undefined) {
    if (Number(period.remaining) === 0) return "reached";
    return missing === 0 ? "wait" : "missing";
  }
  if (whole === undefined) return "open";
  return counted + waiting >= whole ? "full" : "room";
}

type Span = Pick<PeriodTotals, "starts_on" | "ends_on">;

export function isPresent({ starts_on, ends_on }: Span, today: string): boolean {
  return starts_on <= today && (!ends_on || today <= ends_on);
}

const DAY_MS = 24 * 60 * 60_000;

/** Days of the period after today; undefined where it does not end. */
export function daysLeft({ ends_on }: Span, today: string): number | undefined {
  return ends_on ? Math.round((Date.parse(ends_on) - Date.parse(today)) / DAY_MS) : undefined;
}

/** Days from today to another day. */
export function daysUntil(day: string, today: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
}
