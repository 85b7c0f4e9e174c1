import { todayIn } from "../text/format";
import { settings } from "./records";

const DAY_MS = 86_400_000;

/** The day so many days after today, by the academy's clock as the pages count. */
export function dayFromNow(days: number, timeZone = settings().time_zone): string {
  return new Date(Date.parse(todayIn(timeZone)) + days * DAY_MS).toISOString().slice(0, 10);
}
