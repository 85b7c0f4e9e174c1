import type { ComponentProps, ReactNode, Ref } from "react";
import css from "./control.module.css";
import { cx } from "./cx";
import { Field, type FieldWords } from "./Field";

type Native = Pick<
  ComponentProps<"input">,
  | "name"
  | "autoComplete"
  | "inputMode"
  | "placeholder"
  | "readOnly"
  | "disabled"
  | "spellCheck"
  | "autoFocus"
  | "list"
>;

interface Props extends FieldWords, Native {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  onFocus?: () => void;
  type?: "text" | "email" | "password" | "url" | "tel";
  /** It has to be filled in: said, never enforced by the browser. */
  required?: boolean;
  width?: "short" | "medium" | "full";
  /** Inside its edge, before and after what is typed. */
  start?: ReactNode;
  end?: ReactNode;
  /** Numbers that stand below each other. */
  figures?: boolean;
  id?: string;
  ref?: Ref<HTMLInputElement>;
}

/** One line of words. */
export function TextField(props: Props) {
  const { label, mark, hint, error, note, hideLabel, width, id, ...more } = props;
  const { value, onChange, onBlur, onFocus, required, start, end, figures, type = "text", ...native } = more;
  const words = { label, mark, hint, error, note, ...(hideLabel && { hideLabel }) };
  return (
    <Field {...words} {...(width && { width })} {...(id && { id })}>
      {(links) => (
        <div className={css.control}>
          {start && <span className={css.side}>{start}</span>}
          <input
            {...native}
            {...links}
            type={type}
            aria-required={required}
            className={cx(css.input, figures && css.figures)}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onBlur={onBlur}
            onFocus={onFocus}
          />
          {end && <span className={css.side}>{end}</span>}
        </div>
      )}
    </Field>
  );
}
