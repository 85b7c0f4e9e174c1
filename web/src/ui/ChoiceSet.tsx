import type { ReactNode } from "react";
import { cx } from "./cx";
import { FieldEnd, type FieldWords, useFieldLinks } from "./Field";
import css from "./Field.module.css";
import hidden from "./VisuallyHidden.module.css";

interface Props {
  words: FieldWords;
  role?: "radiogroup";
  required?: boolean;
  children: ReactNode;
}

/** The frame of several choices that are one field. */
export function ChoiceSet({ words, role, required, children }: Props) {
  const { links, ids } = useFieldLinks(words);
  return (
    <fieldset
      className={css.field}
      role={role}
      aria-describedby={links["aria-describedby"]}
      {...(role && { "aria-required": required, "aria-invalid": links["aria-invalid"] })}
    >
      <legend className={cx(css.label, words.hideLabel && hidden.hidden)}>
        {words.label}
        {words.mark && <span className={css.mark}> {words.mark}</span>}
      </legend>
      {words.hint && (
        <div id={ids.hint} className={css.hint}>
          {words.hint}
        </div>
      )}
      {children}
      <FieldEnd words={words} ids={ids} />
    </fieldset>
  );
}
