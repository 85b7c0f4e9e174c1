import { useId } from "react";
import css from "./ProgressBar.module.css";

interface Props {
  /** Of what. */
  label: string;
  hideLabel?: boolean;
  /** Done so far; nothing where nobody knows. */
  value?: number;
  max?: number;
  /** At the end of its line, such as “3 of 10”. */
  text?: string;
}

/** How far something has come that goes on by itself; what stands still is a `Meter`. */
export function ProgressBar({ label, hideLabel = false, value, max = 100, text }: Props) {
  const id = useId();
  return (
    <div className={css.progress}>
      {!hideLabel && (
        <div className={css.head}>
          <span id={id}>{label}</span>
          {text && <span className={css.text}>{text}</span>}
        </div>
      )}
      <progress
        className={css.bar}
        max={max}
        value={value}
        aria-labelledby={hideLabel ? undefined : id}
        aria-label={hideLabel ? label : undefined}
        aria-valuetext={text}
      />
    </div>
  );
}
