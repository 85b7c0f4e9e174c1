import type { Figures } from "../../api/types";
import { t } from "../../text";
import { formatAmount } from "../../text/format";
import { Meter, type MeterPart } from "../../ui/Meter";

interface Props {
  /** Of what. */
  name: string;
  figures: Pick<Figures, "have" | "waiting" | "needed" | "missing">;
  legend?: boolean;
  size?: "small" | "medium";
}

/** What counts, waits and is missing of a minimum; of a maximum, how full it is. */
export function FiguresBar({ name, figures, legend = false, size = "medium" }: Props) {
  const { have, needed, waiting, missing } = figures;
  const counted = Math.min(Number(have), Number(needed) || Number(have));
  // No more of what waits is drawn than there is room for.
  const room = Math.max(0, Number(needed) - counted);
  const parts: MeterPart[] = [
    { kind: "counted", value: counted, label: t("credits.part.counted", { amount: formatAmount(have) }) },
    {
      kind: "waiting",
      value: Math.min(Number(waiting), room),
      label: t("credits.part.waiting", { amount: formatAmount(waiting) }),
    },
    {
      kind: "missing",
      value: Math.max(0, Number(missing) - Number(waiting)),
      label: t("credits.part.missing", { amount: formatAmount(missing) }),
    },
  ];
  const shown: Record<MeterPart["kind"], boolean> = {
    counted: true,
    waiting: Number(waiting) > 0,
    missing: Number(missing) > 0,
  };
  const told = { have: formatAmount(have), needed: formatAmount(needed) };
  return (
    <Meter
      label={name}
      hideLabel
      parts={parts.filter(({ kind }) => shown[kind])}
      max={Number(needed) || Math.max(1, Number(have))}
      text={
        Number(waiting) > 0
          ? t("holding.barWaiting", { ...told, waiting: formatAmount(waiting) })
          : t("holding.bar", told)
      }
      legend={legend}
      size={size}
    />
  );
}
