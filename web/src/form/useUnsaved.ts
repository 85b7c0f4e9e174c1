import { useEffect } from "react";
import type { FieldValues } from "react-hook-form";
import { leaving, unsaved } from "./leaving";
import type { ApiForm } from "./useApiForm";

/**
 * Ask "Leave without saving?" before what was typed would be lost: on the way to another page, back or
 * forward, before signing out, and before the tab is closed.
 */
export function useUnsaved<Values extends FieldValues>(
  form: Pick<ApiForm<Values>, "isUnsaved" | "formState">,
) {
  const { isUnsaved, formState } = form;
  const { isDirty } = formState;
  useEffect(() => {
    if (!isDirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => {
      if (isUnsaved()) event.preventDefault();
    };
    const free = leaving.hold((steps) => unsaved.leave(() => history.go(steps)));
    const stop = () => {
      free();
      window.removeEventListener("beforeunload", ask);
    };
    const release = unsaved.hold(isUnsaved, stop);
    window.addEventListener("beforeunload", ask);
    return () => {
      release();
      stop();
    };
  }, [isDirty, isUnsaved]);
}
