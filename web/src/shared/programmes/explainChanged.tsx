import "../../text/setup";
import type { ReactNode } from "react";
import { isConflict } from "../../api/cache";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";

/**
 * Says that a credential changed meanwhile, and offers it as it is now; all else is said as ever.
 *
 * @param onShowLatest Show what is there now, in the place of what was typed.
 */
export function explainChanged(onShowLatest: () => void) {
  return (failure: unknown): ReactNode =>
    isConflict(failure) && (
      <Notice
        kind="warning"
        announced
        title={t("holding.conflictTitle")}
        action={<Button onPress={onShowLatest}>{t("holding.showLatest")}</Button>}
      >
        {t("holding.conflict")}
      </Notice>
    );
}
