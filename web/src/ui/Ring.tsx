import type { ReactNode } from "react";
import { cx } from "./cx";
import css from "./Ring.module.css";

interface Props {
  label: string;
  /** Between 0 and 1; of it what counts, and what waits. */
  counted: number;
  waiting?: number;
  /** All of it in words. */
  text: string;
  size?: 40 | 64 | 96 | 140;
  /** In its middle. */
  children?: ReactNode;
}

const R = 42;
const ROUND = 2 * Math.PI * R;
const within = (part: number) => Math.min(1, Math.max(0, part));

/** A meter where there is little room, or one figure is all that matters. */
export function Ring({ label, counted, waiting = 0, text, size = 64, children }: Props) {
  const done = within(counted);
  const open = within(done + waiting);
  const arc = (part: number) => `${part * ROUND} ${ROUND}`;
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(done * 100)}
      aria-valuetext={text}
      className={css.ring}
      style={{ inlineSize: size, blockSize: size }}
    >
      <svg viewBox="0 0 100 100" aria-hidden className={css.drawing}>
        <circle className={css.track} cx="50" cy="50" r={R} />
        {open > done && (
          <circle className={cx(css.arc, css.waiting)} cx="50" cy="50" r={R} strokeDasharray={arc(open)} />
        )}
        {done > 0 && <circle className={css.arc} cx="50" cy="50" r={R} strokeDasharray={arc(done)} />}
      </svg>
      {children && <span className={css.middle}>{children}</span>}
    </div>
  );
}
