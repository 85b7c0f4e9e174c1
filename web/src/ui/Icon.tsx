import type { LucideIcon } from "lucide-react";
import { cx } from "./cx";
import css from "./Icon.module.css";

export type { LucideIcon };

interface Props {
  /** Imported by its name from `lucide-react`. */
  of: LucideIcon;
  size?: 14 | 16 | 18 | 20 | 24 | 32;
  /** Points along the line, as an arrow does: mirrored where one reads from right to left. */
  directed?: boolean;
}

/** A drawing beside words; it says nothing that the words do not. */
export function Icon({ of: Drawing, size = 18, directed = false }: Props) {
  return (
    <Drawing
      aria-hidden
      focusable={false}
      size={size}
      strokeWidth={size > 20 ? 1.5 : 1.75}
      className={cx(css.icon, directed && css.directed)}
    />
  );
}
