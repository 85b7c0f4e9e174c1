import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "./cx";
import css from "./Field.module.css";
import { Icon } from "./Icon";
import { VisuallyHidden } from "./VisuallyHidden";

export interface FieldWords {
  label: ReactNode;
  /** Beside the label, such as “optional”. */
  mark?: ReactNode;
  /** What to enter. */
  hint?: ReactNode;
  /** Below the control, instead of a note: what is wrong. */
  error?: ReactNode;
  /** Below the control: what is understood of its value, or how much is left. */
  note?: ReactNode;
  /** The label is heard, not seen. */
  hideLabel?: boolean;
}

/** What a control carries so that its words belong to it. */
export interface FieldLinks {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-errormessage": string | undefined;
}

export function useFieldLinks({ hint, error, note }: FieldWords, given?: string) {
  const made = useId();
  const id = given ?? made;
  const ids = { hint: `${id}-hint`, error: `${id}-error`, note: `${id}-note` };
  const said = [hint && ids.hint, note && ids.note, error && ids.error].filter(Boolean).join(" ");
  const links: FieldLinks = {
    id,
    "aria-describedby": said || undefined,
    "aria-invalid": error ? true : undefined,
    "aria-errormessage": error ? ids.error : undefined,
  };
  return { links, ids };
}

interface Props extends FieldWords {
  /** The control: takes the links as its attributes. */
  children: (links: FieldLinks) => ReactNode;
  id?: string;
  /** How wide the control is at most: a number, a name, or all there is. */
  width?: "short" | "medium" | "full";
}

/** The frame of a control of one's own: its label, hint, note and error, and what links them. */
export function Field({ children, id, width = "full", ...words }: Props) {
  const { links, ids } = useFieldLinks(words, id);
  return (
    <div className={cx(css.field, css[width])}>
      <FieldLabel words={words} htmlFor={links.id} />
      {children(links)}
      {/* Below, so that controls beside each other line up. */}
      {words.hint && (
        <div id={ids.hint} className={css.hint}>
          {words.hint}
        </div>
      )}
      <FieldEnd words={words} ids={ids} />
    </div>
  );
}

export function FieldLabel({ words, htmlFor }: { words: FieldWords; htmlFor: string }) {
  const label = (
    <label htmlFor={htmlFor} className={css.label}>
      {words.label}
      {words.mark && <span className={css.mark}> {words.mark}</span>}
    </label>
  );
  return words.hideLabel ? <VisuallyHidden>{label}</VisuallyHidden> : label;
}

export function FieldEnd({ words, ids }: { words: FieldWords; ids: { error: string; note: string } }) {
  return (
    <>
      {words.note && (
        <div id={ids.note} className={css.note}>
          {words.note}
        </div>
      )}
      {words.error && (
        <div id={ids.error} className={css.error}>
          <Icon of={CircleAlert} size={16} />
          <span>{words.error}</span>
        </div>
      )}
    </>
  );
}
