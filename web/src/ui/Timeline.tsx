import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./Icon";
import css from "./Timeline.module.css";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

export interface TimelineEntry {
  id: string;
  icon: LucideIcon;
  tone?: Tone;
  title: ReactNode;
  /** Who and when. */
  meta?: ReactNode;
  /** What was said or changed. */
  children?: ReactNode;
}

/** What happened, in order. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label?: string }) {
  return (
    <ol className={css.timeline} aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.id} className={cx(css.entry, tones[entry.tone ?? "neutral"])}>
          <span className={css.icon}>
            <Icon of={entry.icon} size={16} />
          </span>
          <div className={css.body}>
            <div className={css.title}>{entry.title}</div>
            {entry.meta && <div className={css.meta}>{entry.meta}</div>}
            {entry.children && <div className={css.more}>{entry.children}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
