import { type ReactNode, useEffect, useRef } from "react";
import type { FieldValues } from "react-hook-form";
import { heading, words } from "../api/problemWords";
import { t } from "../text";
import { Notice } from "../ui/Notice";
import css from "./Form.module.css";
import type { ApiForm, Left } from "./useApiForm";

interface Props<Values extends FieldValues> {
  form: ApiForm<Values>;
  children: ReactNode;
  /** What a field is called that is listed above the form. */
  nameOf?: (field: string) => ReactNode;
  /** What is said, and offered, of a failure in another way; undefined says it as ever. */
  explain?: (failure: unknown) => ReactNode;
  className?: string;
  /** By which a button that stands outside of it submits it. */
  id?: string;
}

const FIRST_WRONG = '[aria-invalid="true"], [data-invalid="true"], [data-failure]';
const CONTROL = "input, select, textarea, button, a";

/** A form with all that could not be sent said once: at its field, or above. */
export function Form<Values extends FieldValues>({
  form,
  children,
  nameOf,
  explain,
  className,
  id,
}: Props<Values>) {
  const frame = useRef<HTMLFormElement>(null);
  const { failure, left, tries } = form;
  const shown = useRef(0);
  // What is wrong may be marked some renders after it is known that something is.
  useEffect(() => {
    const wrong = tries > shown.current && frame.current?.querySelector<HTMLElement>(FIRST_WRONG);
    if (!wrong) return;
    shown.current = tries;
    const isReached = wrong.matches(`${CONTROL}, [tabindex]`);
    (isReached ? wrong : (wrong.querySelector<HTMLElement>(CONTROL) ?? wrong)).focus();
  });
  return (
    <form ref={frame} id={id} noValidate onSubmit={form.submit} className={className}>
      {(failure !== undefined || left.length > 0) && (
        // What lays its form out itself keeps a distance of its own.
        <div data-failure tabIndex={-1} className={className === undefined ? css.failure : undefined}>
          {left.length > 0 ? (
            <Notice kind="error" title={t("form.other")} announced>
              <ul>
                {left.map((one) => (
                  <li key={one.field}>
                    <LeftOver {...one} name={nameOf?.(one.field)} />
                  </li>
                ))}
              </ul>
            </Notice>
          ) : (
            explain?.(failure) || (
              <Notice kind="error" title={heading(failure)} announced>
                {words(failure)}
              </Notice>
            )
          )}
        </div>
      )}
      {children}
    </form>
  );
}

/** What has no field of its own leads to the part of the form that it is about, where there is one. */
function LeftOver({ field, words: said, name }: Left & { name: ReactNode }) {
  const [root] = field.split(".");
  const goThere = (form: HTMLFormElement | null) => {
    const near = form?.querySelector<HTMLElement>(`[name="${root}"], [name^="${root}."]`);
    near?.focus();
  };
  if (!name) return <>{said}</>;
  return (
    <>
      <a
        href={`#${root}`}
        onClick={(event) => {
          event.preventDefault();
          goThere(event.currentTarget.closest("form"));
        }}
      >
        {name}
      </a>
      : {said}
    </>
  );
}
