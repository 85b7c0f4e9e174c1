import type { ComponentProps, Ref } from "react";
import control from "./control.module.css";
import { cx } from "./cx";
import { Field, type FieldWords } from "./Field";
import { LiveRegion } from "./LiveRegion";
import css from "./TextArea.module.css";
import { useWords } from "./words";

type Native = Pick<
  ComponentProps<"textarea">,
  "name" | "placeholder" | "readOnly" | "disabled" | "spellCheck" | "autoFocus"
>;

interface Props extends FieldWords, Native {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  required?: boolean;
  /** At least this high; it grows with what is written. */
  rows?: number;
  /** How many characters it takes: counted, not cut off. */
  limit?: number;
  ref?: Ref<HTMLTextAreaElement>;
}

/** The last stretch, where the count is worth its place. */
const NEAR = 0.8;

/** Several lines of words; grows with them. */
export function TextArea(props: Props) {
  const { label, mark, hint, error, note, hideLabel, ...more } = props;
  const { value, onChange, onBlur, required, rows = 3, limit, ...native } = more;
  const words = useWords();
  // As the API counts: by characters, not by the halves of which some are made.
  const left = limit === undefined ? undefined : limit - Array.from(value).length;
  const count = left === undefined ? undefined : left < 0 ? words.over(-left) : words.left(left);
  const near = limit !== undefined && left !== undefined && left <= limit * (1 - NEAR);
  return (
    <Field
      {...{ label, mark, hint, error, ...(hideLabel && { hideLabel }) }}
      note={
        note || near ? (
          <span className={css.below}>
            <span>{note}</span>
            {near && <span className={cx(css.count, left < 0 && css.over)}>{count}</span>}
          </span>
        ) : undefined
      }
    >
      {(links) => (
        <div className={cx(control.control, css.grow)} data-text={`${value}\n`}>
          <textarea
            {...native}
            {...links}
            rows={rows}
            aria-required={required}
            className={control.input}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onBlur={onBlur}
          />
          {left !== undefined && left < 0 && <LiveRegion>{count}</LiveRegion>}
        </div>
      )}
    </Field>
  );
}
