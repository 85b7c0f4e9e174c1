import { type ReactNode, type Ref, useId } from "react";
import css from "./Over.module.css";

interface Props {
  title: string;
  why: string;
  children: ReactNode;
  onCancel?: (event: { preventDefault: () => void }) => void;
  onClose?: () => void;
  ref: Ref<HTMLDialogElement>;
}

/**
 * The browser's own dialog, over whatever was open, another dialog too: it keeps everything else out of
 * reach, and what was typed there stays.
 */
export function Over({ title, why, children, ref, ...more }: Props) {
  const id = useId();
  return (
    <dialog
      {...more}
      ref={ref}
      className={css.over}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-why`}
    >
      <div className={css.head}>
        <h2 id={`${id}-title`} className={css.title}>
          {title}
        </h2>
        <p id={`${id}-why`} className={css.why}>
          {why}
        </p>
      </div>
      {children}
    </dialog>
  );
}
