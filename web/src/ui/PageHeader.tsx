import type { ReactNode, Ref } from "react";
import css from "./PageHeader.module.css";

interface Props {
  title: ReactNode;
  /** One sentence: what this is. */
  lead?: ReactNode;
  /** The way here: `Breadcrumbs`. */
  above?: ReactNode;
  /** Beside the title: a `StatusBadge`. */
  status?: ReactNode;
  /** The primary action first. */
  actions?: ReactNode;
  /** Of the heading, which can be focused when the page changes. */
  ref?: Ref<HTMLHeadingElement>;
}

/** What a page is, and what can be done on it. */
export function PageHeader({ title, lead, above, status, actions, ref }: Props) {
  return (
    <header className={css.header}>
      {above && <div className={css.above}>{above}</div>}
      <div className={css.titles}>
        <div className={css.line}>
          <h1 className={css.title} tabIndex={-1} ref={ref}>
            {title}
          </h1>
          {status}
        </div>
        {lead && <p className={css.lead}>{lead}</p>}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
    </header>
  );
}
