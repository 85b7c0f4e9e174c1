import { cx } from "./cx";
import css from "./Spinner.module.css";
import { useWords } from "./words";

interface Props {
  size?: "small" | "large";
  /** What is waited for. */
  label?: string;
}

/** Turns while something of unknown shape is waited for; where the shape is known, take `Skeleton`. */
export function Spinner({ size = "small", label }: Props) {
  const words = useWords();
  return (
    <span
      role="img"
      aria-label={label ?? words.loading}
      className={cx(css.spinner, size === "large" && css.large)}
    />
  );
}
