import "../../text/setup";
import { CalendarCheck2, CalendarClock, History } from "lucide-react";
import type { CreditType, RulesVersion } from "../../api/types";
import { t } from "../../text";
import { formatAmount, formatDay, formatMonth } from "../../text/format";
import { Section } from "../../ui/Section";
import { Timeline } from "../../ui/Timeline";
import type { Tone } from "../../ui/tone";

/** What applies now, and what from when. */
export function RuleVersions({ type }: { type: CreditType }) {
  const { rules, rules_in_force: now } = type;
  const versions = rules.length ? rules : [now];
  return (
    <Section title={t("creditType.rules")} level={2}>
      <Timeline
        label={t("creditType.rules")}
        entries={[...versions].reverse().map((version) => {
          const when = whenOf(version, now);
          return {
            id: String(version.version),
            icon: { coming: CalendarClock, now: CalendarCheck2, past: History }[when],
            tone: ({ coming: "info", now: "success", past: "neutral" } satisfies Record<string, Tone>)[when],
            title:
              when === "now"
                ? t("creditType.now")
                : t(`creditType.${when}`, { from: formatDay(version.starts_on) }),
            children: summaryOf(version, type.unit),
          };
        })}
      />
    </Section>
  );
}

function whenOf({ version, starts_on }: RulesVersion, now: RulesVersion): "coming" | "now" | "past" {
  if (version === now.version) return "now";
  return starts_on > now.starts_on ? "coming" : "past";
}

/** Rules in one line. */
export function summaryOf(
  { period, target, cap, carry_over, expires_after_months }: RulesVersion,
  unit: string,
): string {
  return [
    period.kind === "year"
      ? t("creditType.yearFrom", { day: String(period.day), month: formatMonth(period.month) })
      : t(`setUp.periodKinds.${period.kind}`),
    target ? t("creditType.target", { amount: formatAmount(target), unit }) : t("creditType.noTarget"),
    ...(cap ? [t("creditType.cap", { amount: formatAmount(cap), unit })] : []),
    ...(carry_over ? [t("creditType.carry", { amount: formatAmount(carry_over.credits), unit })] : []),
    ...(expires_after_months ? [t("creditType.expire", { months: expires_after_months })] : []),
  ].join(" · ");
}
