import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { awardForecastOptions } from "../../api/queries/staff/reviews";
import type { Claim, CreditType, StaffCertificate } from "../../api/types";
import { adjusted, corrected, type Form } from "../../shared/staff/verdict";
import { usePaused } from "../../shared/usePaused";
import { t } from "../../text";
import { formatAmount, parseAmount } from "../../text/format";
import { Meter } from "../../ui/Meter";
import { type Effect, effectsOn } from "./effect";

const PAUSE_MS = 300;

/** What an approval as it is filled in does to where the learner stands. */
export function useEffects(academy: string, certificate: StaffCertificate, form: Form) {
  const body = useMemo(() => {
    // What cannot be read yet is taken as it was stated.
    const awarded = adjusted(certificate, form).filter(({ credits }) => parseAmount(credits));
    const { earned_on } = corrected(certificate, form);
    return { awarded, corrections: { labels: [], ...(earned_on && { earned_on }) } };
  }, [certificate, form]);
  const asked = usePaused(JSON.stringify(body), PAUSE_MS);
  const { data } = useQuery({
    ...awardForecastOptions(academy, certificate, JSON.parse(asked) as typeof body),
    enabled: certificate.status === "pending",
  });
  return {
    effectsOf: (credit_type: string): Effect[] =>
      data ? effectsOn(credit_type, certificate.earned_on, data.before, data.after) : [],
    /** The same of the learner's credentials. */
    holdings: data?.holdings ?? [],
  };
}

interface Props {
  claim: Claim;
  type: CreditType | undefined;
  effects: Effect[];
}

/** Where the learner stands with a credit type, and what this award does to it. */
export function Standing({ claim, type, effects }: Props) {
  const name = type?.name ?? claim.credit_type;
  return effects.map((effect) => (
    <Meter
      key={effect.period}
      size="small"
      label={t("review.standing.label", { period: effect.period })}
      max={effect.target ?? Math.max(effect.before, effect.after)}
      parts={[
        { kind: "counted", value: Math.min(effect.before, effect.after), label: name },
        { kind: "waiting", value: Math.max(0, effect.after - effect.before), label: name },
      ]}
      text={wordsOf(effect, type?.unit ?? "")}
    />
  ));
}

function wordsOf({ before, after, target }: Effect, unit: string): string {
  const [from, to] = [before, after].map((amount) => formatAmount(`${amount}`));
  const whole = target === undefined ? "" : formatAmount(`${target}`);
  const values = { before: from ?? "", after: to ?? "", unit, aimed: target !== undefined, target: whole };
  return before === after ? t("review.standing.same", values) : t("review.standing.changes", values);
}
