import { type RefObject, useEffect } from "react";

/** Whoever sent a form with something wrong in it is taken to the first field that is wrong. */
export function useFocusOnError(form: RefObject<HTMLElement | null>, errors: Record<string, string>): void {
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-invalid] input")?.focus();
  }, [form, errors]);
}
