import { type ReactNode, useId } from "react";
import css from "./Section.module.css";

interface Props {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  /** Of its heading, below the page's. */
  level?: 2 | 3;
  id?: string;
  children: ReactNode;
}

/** A part of a page under a heading that names it. */
export function Section({ title, lead, actions, level = 2, id, children }: Props) {
  const heading = useId();
  const Heading = `h${level}` as const;
  return (
    <section className={css.section} id={id} aria-labelledby={heading}>
      <div className={css.head}>
        <div className={css.titles}>
          <Heading id={heading} className={level === 2 ? css.second : css.third}>
            {title}
          </Heading>
          {lead && <p className={css.lead}>{lead}</p>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
