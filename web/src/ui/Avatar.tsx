import css from "./Avatar.module.css";
import { cx } from "./cx";

interface Props {
  name: string;
  size?: "small" | "medium" | "large";
}

/** The first letters of the first and the last of somebody's names. */
export function initials(name: string): string {
  const names = name.trim().split(/\s+/).filter(Boolean);
  const first = (word: string | undefined) => Array.from(word ?? "")[0] ?? "";
  return (first(names[0]) + (names.length > 1 ? first(names.at(-1)) : "")).toLocaleUpperCase();
}

/** Stands beside somebody's name. */
export function Avatar({ name, size = "medium" }: Props) {
  return (
    <span aria-hidden className={cx(css.avatar, css[size])}>
      {initials(name)}
    </span>
  );
}
