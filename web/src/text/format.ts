/** Dates, numbers and lists as they are written in the language that is spoken. */

import { locale } from "./language";

// Certificates are dated in one calendar, whatever else the locale counts in.
const calendar = "gregory";
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", calendar });
const instant = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", calendar });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const amounts = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const months = new Intl.DateTimeFormat(locale, { month: "long", calendar });
const megabytes = new Intl.NumberFormat(locale, {
  maximumFractionDigits: 1,
  style: "unit",
  unit: "megabyte",
});
const kilobytes = new Intl.NumberFormat(locale, {
  maximumFractionDigits: 0,
  style: "unit",
  unit: "kilobyte",
});

/** A calendar day such as `2026-11-01`; it has no time zone to be shifted by. */
export function formatDay(iso: string): string {
  const [year, month, date] = iso.split("-").map(Number);
  return day.format(new Date(year ?? 0, (month ?? 1) - 1, date));
}

export function formatInstant(iso: string): string {
  return instant.format(new Date(iso));
}

/** A moment that is near: its time, and its day where that is another one. */
export function formatSoon(iso: string): string {
  const moment = new Date(iso);
  return isoDay(moment) === today() ? clock.format(moment) : instant.format(moment);
}

export function formatCount(count: number): string {
  return amounts.format(count);
}

export function formatAmount(amount: string): string {
  return amounts.format(Number(amount));
}

export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? kilobytes.format(Math.max(1, bytes / 1e3)) : megabytes.format(bytes / 1e6);
}

/** Thousands, told from decimals by standing before them: “1.234,5”, “1,234.50”. */
const GROUPED = /^(\d{1,3}(?:([.,'’])\d{3})(?:\2\d{3})*)(?!\2)[.,](\d{1,2})$/;

/** An amount as somebody types or pastes it, in the form the API takes; undefined where it is none. */
export function parseAmount(typed: string): string | undefined {
  const together = typed.trim().replaceAll(/(?<=\d)\s(?=\d{3}(?!\d))/g, "");
  const [, whole = "", , decimals] = GROUPED.exec(together) ?? [];
  const amount = decimals ? `${whole.replaceAll(/\D/g, "")}.${decimals}` : together.replace(",", ".");
  return /^\d{1,7}(\.\d{1,2})?$/.test(amount) ? amount : undefined;
}

/** The day of a moment by this browser's clock, as the API writes days. */
export function isoDay(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** Today, where an academy is. */
export function todayIn(timeZone: string): string {
  // Written so in Sweden as in the API.
  return new Intl.DateTimeFormat("sv-SE", { timeZone, calendar: "gregory" }).format(new Date());
}

export function today(): string {
  return isoDay(new Date());
}

/** Several things in one sentence: all of them, or one of them. */
export function formatList(items: readonly string[], type: "conjunction" | "disjunction" = "conjunction") {
  return new Intl.ListFormat(locale, { type }).format(items);
}

export function formatMonth(month: number): string {
  return months.format(new Date(2026, month - 1, 1));
}
