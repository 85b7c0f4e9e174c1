import type { ReactNode } from "react";
import css from "./EmptyState.module.css";

interface Props {
  title: string;
  /** What would be here, and how it comes here. */
  children?: ReactNode;
  /** The way on. */
  action?: ReactNode;
  drawing?: "papers" | "search" | "done" | "none";
  /** Of its heading. */
  level?: 1 | 2 | 3;
}

/** Nothing is here, and what to do about it. */
export function EmptyState({ title, children, action, drawing = "papers", level = 2 }: Props) {
  const Heading = `h${level}` as const;
  return (
    <div className={css.empty}>
      {drawing !== "none" && <Drawing of={drawing} />}
      <Heading className={css.title}>{title}</Heading>
      {children && <div className={css.words}>{children}</div>}
      {action && <div className={css.action}>{action}</div>}
    </div>
  );
}

function Drawing({ of }: { of: "papers" | "search" | "done" }) {
  return (
    <svg className={css.drawing} viewBox="0 0 120 88" aria-hidden>
      <rect className={css.back} x="24" y="14" width="48" height="62" rx="5" transform="rotate(-8 48 45)" />
      <rect className={css.front} x="44" y="12" width="50" height="64" rx="5" />
      <path d="M54 28h22M54 37h30M54 46h18" />
      {of === "papers" && (
        <>
          <path className={css.filled} d="m78 66-3 15 7-4 7 4-3-15z" />
          <circle className={css.filled} cx="82" cy="61" r="9" />
          <path className={css.mark} d="m78 61 3 3 5-6" />
        </>
      )}
      {of === "search" && (
        <>
          <circle className={css.front} cx="84" cy="60" r="13" />
          <path d="m94 70 10 10" />
        </>
      )}
      {of === "done" && (
        <>
          <circle className={css.filled} cx="86" cy="62" r="14" />
          <path className={css.mark} d="m79 62 5 5 9-10" />
        </>
      )}
    </svg>
  );
}
