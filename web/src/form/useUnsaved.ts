import { useEffect, useRef } from "react";
import type { FieldValues } from "react-hook-form";
import { type AtRisk, leaving, unsaved } from "./leaving";
import type { ApiForm } from "./useApiForm";

/**
 * Ask "Leave without saving?" before what was typed would be lost: on the way to another page, back or
 * forward, before signing out, and before the tab is closed.
 */
export function useUnsaved<Values extends FieldValues>(
  form: Pick<ApiForm<Values>, "isUnsaved" | "formState">,
) {
  const { isUnsaved, formState } = form;
  useHeld(formState.isDirty, isUnsaved, "typed");
}

const always = () => true;

/** The same of what is no form: as long as something would be lost. */
export function useAtRisk(what: AtRisk | undefined): void {
  useHeld(what !== undefined, always, what ?? "typed");
}

function useHeld(isHeld: boolean, isUnsaved: () => boolean, what: AtRisk) {
  // Two of them may hold for the same reason.
  const isLost = useRef(isUnsaved);
  isLost.current = isUnsaved;
  useEffect(() => {
    if (!isHeld) return undefined;
    const isLostNow = () => isLost.current();
    const ask = (event: BeforeUnloadEvent) => {
      if (isLostNow()) event.preventDefault();
    };
    const free = leaving.hold((steps) => unsaved.leave(() => history.go(steps)));
    const stop = () => {
      free();
      window.removeEventListener("beforeunload", ask);
    };
    const release = unsaved.hold(isLostNow, stop, what);
    window.addEventListener("beforeunload", ask);
    return () => {
      release();
      stop();
    };
  }, [isHeld, what]);
}
