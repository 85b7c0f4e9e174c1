import type { ReactNode } from "react";
import css from "./Badge.module.css";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./Icon";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

interface Props {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}

/** A word that sorts; a status is a `StatusBadge`. */
export function Badge({ tone = "neutral", icon, children }: Props) {
  return (
    <span className={cx(css.badge, tones[tone])}>
      {icon && <Icon of={icon} size={14} />}
      {children}
    </span>
  );
}
