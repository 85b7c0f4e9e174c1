import "../../text/setup";
import type { ReactNode } from "react";
import { Refused } from "../../errors";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";

/**
 * Says of a form that somebody else saved first, and offers what they saved; all else is said as ever.
 *
 * @param onShowLatest Show what is there now, in the place of what was typed.
 */
export function explainConflict(onShowLatest: () => void) {
  return (failure: unknown): ReactNode =>
    failure instanceof Refused &&
    failure.status === 412 && (
      <Notice
        kind="warning"
        title={t("setUp.conflictTitle")}
        action={<Button onPress={onShowLatest}>{t("setUp.showLatest")}</Button>}
        announced
      >
        {t("setUp.conflictForm")}
      </Notice>
    );
}
