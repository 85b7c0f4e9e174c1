import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./Icon";
import css from "./Steps.module.css";
import { VisuallyHidden } from "./VisuallyHidden";
import { useWords } from "./words";

export interface Step {
  id: string;
  title: ReactNode;
  state: "done" | "current" | "todo";
  /** More on it, and what to do: shown while it is current. */
  children?: ReactNode;
}

interface Props {
  steps: readonly Step[];
  /** Beside each other, as above a form of several pages. */
  across?: boolean;
}

/** What is to be done, in this order, and how far it is. */
export function Steps({ steps, across = false }: Props) {
  const words = useWords();
  return (
    <ol className={cx(css.steps, across && css.across)}>
      {steps.map((step, at) => (
        <li
          key={step.id}
          className={cx(css.step, css[step.state])}
          aria-current={step.state === "current" ? "step" : undefined}
        >
          <span className={css.mark} aria-hidden>
            {step.state === "done" ? <Icon of={Check} size={16} /> : at + 1}
          </span>
          <div className={css.body}>
            <div className={css.title}>
              {step.title}
              {step.state !== "current" && <VisuallyHidden> ({words[step.state]})</VisuallyHidden>}
            </div>
            {step.children && <div className={css.more}>{step.children}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
