import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import css from "./Disclosure.module.css";
import { Icon } from "./Icon";

interface Props {
  summary: ReactNode;
  /** At the end of its line: how much there is. */
  meta?: ReactNode;
  open?: boolean;
  onToggle?: (open: boolean) => void;
  children: ReactNode;
}

/** More of something, for who wants to know. */
export function Disclosure({ summary, meta, open, onToggle, children }: Props) {
  return (
    <details
      className={css.disclosure}
      open={open}
      onToggle={(event) => onToggle?.(event.currentTarget.open)}
    >
      <summary className={css.summary}>
        <span className={css.chevron}>
          <Icon of={ChevronRight} directed />
        </span>
        <span className={css.words}>{summary}</span>
        {meta && <span className={css.meta}>{meta}</span>}
      </summary>
      <div className={css.body}>{children}</div>
    </details>
  );
}
