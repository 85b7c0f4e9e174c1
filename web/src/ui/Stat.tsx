import type { ReactNode } from "react";
import { cx } from "./cx";
import css from "./Stat.module.css";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

interface Props {
  label: ReactNode;
  /** The figure. */
  value: ReactNode;
  /** Of what: small, behind the figure. */
  unit?: ReactNode;
  /** Below: what it means. */
  note?: ReactNode;
  tone?: Tone;
  size?: "medium" | "large";
}

/** One figure that matters. */
export function Stat({ label, value, unit, note, tone, size = "medium" }: Props) {
  return (
    <dl className={cx(css.stat, tone && tones[tone])}>
      <dt className={css.label}>{label}</dt>
      <dd className={css.body}>
        <span className={cx(css.value, size === "large" && css.large, tone && css.toned)}>
          {value}
          {unit && <span className={css.unit}> {unit}</span>}
        </span>
        {note && <span className={css.note}>{note}</span>}
      </dd>
    </dl>
  );
}
