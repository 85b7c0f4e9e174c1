import type { ReactNode } from "react";
import { Notice } from "../../ui/Notice";
import css from "./Step.module.css";

export interface StepProps {
  heading: ReactNode;
  /** Below what names the page, or below what names the dialog that it is in. */
  level?: 1 | 3;
  intro?: ReactNode;
  /** Why it begins anew. */
  problem?: ReactNode;
  /** What was done before it. */
  notice?: ReactNode;
  children: ReactNode;
}

/** One step of signing in. */
export function Step({ heading, level = 1, intro, problem, notice, children }: StepProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={css.step}>
      {(heading || intro) && (
        <div className={css.head}>
          {heading && <Heading>{heading}</Heading>}
          {intro && <p className={css.intro}>{intro}</p>}
        </div>
      )}
      {problem && (
        <Notice kind="error" announced>
          {problem}
        </Notice>
      )}
      {notice && (
        <Notice kind="success" announced>
          {notice}
        </Notice>
      )}
      {children}
    </div>
  );
}

/** What else there is to do. */
export function Otherwise({ children }: { children: ReactNode }) {
  return <div className={css.otherwise}>{children}</div>;
}
