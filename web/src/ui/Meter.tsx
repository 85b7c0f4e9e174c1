import { useId } from "react";
import { cx } from "./cx";
import css from "./Meter.module.css";

export interface MeterPart {
  /** `counted` is done, `waiting` may become it, `missing` is what nobody has yet. */
  kind: "counted" | "waiting" | "missing";
  value: number;
  /** In the legend, such as “12 counted”. */
  label: string;
}

interface Props {
  label: string;
  hideLabel?: boolean;
  parts: readonly MeterPart[];
  /** The whole; what the parts come to, when more. */
  max: number;
  /** All of it in a sentence. */
  text: string;
  /** The parts are named below. */
  legend?: boolean;
  size?: "small" | "medium";
}

/** How much of what is needed is there: counted, waiting and missing, told by pattern as well as colour. */
export function Meter({
  label,
  hideLabel = false,
  parts,
  max,
  text,
  legend = false,
  size = "medium",
}: Props) {
  const id = useId();
  const whole = Math.max(
    max,
    parts.reduce((sum, part) => sum + part.value, 0),
  );
  const counted = parts.filter(({ kind }) => kind === "counted").reduce((sum, { value }) => sum + value, 0);
  return (
    <div className={css.meter}>
      {!hideLabel && (
        <div className={css.head}>
          <span id={id} className={css.label}>
            {label}
          </span>
          <span className={css.text}>{text}</span>
        </div>
      )}
      <div
        role="meter"
        aria-valuemin={0}
        aria-valuemax={whole}
        aria-valuenow={counted}
        aria-valuetext={text}
        aria-labelledby={hideLabel ? undefined : id}
        aria-label={hideLabel ? label : undefined}
        className={cx(css.bar, size === "small" && css.small)}
      >
        {parts
          .filter(({ value, kind }) => value > 0 && kind !== "missing")
          .map((part) => (
            <span
              key={part.kind}
              className={cx(css.part, css[part.kind])}
              style={{ inlineSize: `${(part.value / whole) * 100}%` }}
            />
          ))}
      </div>
      {legend && (
        <ul className={css.legend}>
          {parts.map((part) => (
            <li key={part.kind} className={css.entry}>
              <span className={cx(css.dot, css[part.kind])} />
              {part.label}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
