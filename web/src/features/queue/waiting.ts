/** How long a certificate has waited, and until when it should be decided, in plain words. */

import type { Queued } from "../../api/types";
import { t } from "../../text";
import { formatDay } from "../../text/format";
import type { Tone } from "../../ui/tone";

const DAY_MS = 24 * 3600_000;
/** Days of the calendar, both at midnight of the same clock. */
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** So near that it is said in days. */
const NEAR_DAYS = 6;

export const waited = (days: number): string => t("queue.waited", { count: Math.floor(days) });

export interface Due {
  tone: Extract<Tone, "neutral" | "warning" | "danger">;
  words: string;
}

/** Undefined where the academy promises nothing. */
export function dueOf(
  { due_on, overdue }: Pick<Queued, "due_on" | "overdue">,
  today: string,
): Due | undefined {
  if (!due_on) return undefined;
  const left = daysBetween(today, due_on);
  if (overdue) return { tone: "danger", words: t("queue.overdueBy", { count: Math.max(0, -left) }) };
  if (left > NEAR_DAYS) return { tone: "neutral", words: t("queue.dueOn", { day: formatDay(due_on) }) };
  return { tone: left <= 1 ? "warning" : "neutral", words: t("queue.dueIn", { count: Math.max(0, left) }) };
}
