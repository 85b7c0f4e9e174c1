import type { CSSProperties } from "react";
import { cx } from "./cx";
import css from "./Skeleton.module.css";
import { VisuallyHidden } from "./VisuallyHidden";
import { useWords } from "./words";

interface Props {
  /** What it stands for: lines of words, a title, a card, rows of a table. */
  shape?: "text" | "title" | "card" | "rows" | "figure";
  /** How many lines or rows. */
  count?: number;
  /** How high a card is. */
  height?: number;
  /** Of several beside each other, one says that something is loaded. */
  silent?: boolean;
}

const WIDTHS = ["96%", "88%", "93%", "64%"];

/** Holds the place of what is being loaded, in its shape. */
export function Skeleton({ shape = "text", count = 3, height = 140, silent = false }: Props) {
  const words = useWords();
  const lines = shape === "text" || shape === "rows" ? count : 1;
  return (
    <div className={cx(css.skeleton, shape === "rows" && css.rows)}>
      {!silent && (
        <span role="status">
          <VisuallyHidden>{words.loading}</VisuallyHidden>
        </span>
      )}
      {Array.from({ length: lines }, (_, at) => {
        const style: CSSProperties = {
          ...(shape === "text" && { inlineSize: WIDTHS[at % WIDTHS.length] }),
          ...(shape === "card" && { blockSize: height }),
        };
        return <span key={at} className={cx(css.bone, css[shape])} style={style} />;
      })}
    </div>
  );
}
