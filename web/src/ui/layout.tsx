import type { CSSProperties, ElementType, ReactNode } from "react";
import { cx } from "./cx";
import css from "./layout.module.css";

/** Steps of the 4-px grid: 4, 8, 12, 16, 24, 32, 48, 64 px. */
export type Space = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
const space = (step: Space) => (step === 0 ? "0" : `var(--space-${step})`);

interface StackProps {
  gap?: Space;
  align?: "start" | "center" | "end" | "stretch";
  as?: ElementType;
  children: ReactNode;
}

/** One below the other. */
export function Stack({ gap = 4, align = "stretch", as: As = "div", children }: StackProps) {
  const style: CSSProperties = { gap: space(gap), justifyItems: align };
  return (
    <As className={cx(css.stack, As !== "div" && css.list)} style={style}>
      {children}
    </As>
  );
}

interface RowProps {
  gap?: Space;
  align?: "start" | "center" | "end" | "baseline" | "stretch";
  justify?: "start" | "center" | "end" | "between";
  /** Goes on in the next line where there is no room. */
  wrap?: boolean;
  as?: ElementType;
  children: ReactNode;
}

/** One beside the other. */
export function Row({
  gap = 2,
  align = "center",
  justify = "start",
  wrap = true,
  as: As = "div",
  children,
}: RowProps) {
  const style: CSSProperties = {
    gap: space(gap),
    alignItems: align,
    justifyContent: justify === "between" ? "space-between" : justify,
    flexWrap: wrap ? "wrap" : "nowrap",
  };
  return (
    <As className={cx(css.row, As !== "div" && css.list)} style={style}>
      {children}
    </As>
  );
}

interface GridProps {
  /** No column is narrower; as many as fit. */
  min?: number;
  gap?: Space;
  as?: ElementType;
  children: ReactNode;
}

/** Equal columns, as many as fit. */
export function Grid({ min = 260, gap = 4, as: As = "div", children }: GridProps) {
  const style: CSSProperties = {
    gap: space(gap),
    gridTemplateColumns: `repeat(auto-fill, minmax(min(${min}px, 100%), 1fr))`,
  };
  return (
    <As className={cx(css.grid, As !== "div" && css.list)} style={style}>
      {children}
    </As>
  );
}

interface SplitProps {
  /** What accompanies: beside the rest where there is room, below it where there is none. */
  aside: ReactNode;
  /** The aside stays in sight while the rest is scrolled. */
  sticky?: boolean;
  /** How wide the aside is. */
  width?: number;
  children: ReactNode;
}

/** What matters, and what accompanies it. */
export function Split({ aside, sticky = false, width = 320, children }: SplitProps) {
  return (
    <div className={css.split} style={{ "--aside": `${width}px` } as CSSProperties}>
      <div className={css.main}>{children}</div>
      <div className={cx(css.aside, sticky && css.sticky)}>{aside}</div>
    </div>
  );
}
