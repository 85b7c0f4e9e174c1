import type { PeriodTotals } from "../api/types";
import { t } from "../text";
import { formatAmount } from "../text/format";
import { Meter, type MeterPart } from "../ui/Meter";
import { progressOf } from "./progress";

interface Props {
  period: PeriodTotals;
  /** Of what. */
  name: string;
  unit: string;
  /** Each part is named below. */
  legend?: boolean;
  size?: "small" | "medium";
}

/** Credits that count and that may, against the target or the cap. */
export function PeriodBar({ period, name, unit, legend = false, size = "medium" }: Props) {
  const { counted, waiting, missing, whole } = progressOf(period);
  const amount = (value: number) => formatAmount(String(value));
  const parts: MeterPart[] = [
    { kind: "counted", value: counted, label: t("credits.part.counted", { amount: amount(counted) }) },
    { kind: "waiting", value: waiting, label: t("credits.part.waiting", { amount: amount(waiting) }) },
  ];
  if (missing !== undefined)
    parts.push({
      kind: "missing",
      value: missing,
      label: t("credits.part.missing", { amount: amount(missing) }),
    });
  return (
    <Meter
      label={name}
      hideLabel
      parts={parts.filter(({ kind, value }) => kind === "counted" || value > 0)}
      max={whole ?? Math.max(counted + waiting, 1)}
      text={t("credits.bar", {
        applied: amount(counted),
        unit,
        bounds:
          period.target && period.cap ? "both" : period.target ? "target" : period.cap ? "cap" : "other",
        target: period.target ? formatAmount(period.target) : "",
        cap: period.cap ? formatAmount(period.cap) : "",
      })}
      legend={legend}
      size={size}
    />
  );
}
