import type { ElementType, ReactNode } from "react";
import css from "./Card.module.css";
import { cx } from "./cx";

interface Props {
  /** `quiet`: on sunken ground, without an edge; `accent`: what needs somebody. */
  tone?: "plain" | "quiet" | "accent";
  padding?: "none" | "small" | "medium";
  as?: ElementType;
  /** With a `stretched` link inside: shows that all of it leads somewhere. */
  pressable?: boolean;
  "aria-labelledby"?: string;
  children: ReactNode;
}

/** One thing among others; what is the only thing on a page needs none. */
export function Card({
  tone = "plain",
  padding = "medium",
  as: As = "div",
  pressable,
  children,
  ...more
}: Props) {
  return (
    <As {...more} className={cx(css.card, css[tone], css[`pad-${padding}`], pressable && css.pressable)}>
      {children}
    </As>
  );
}
