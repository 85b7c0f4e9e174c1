import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useEffect, useRef } from "react";
import { Refused } from "../../errors";
import { fieldsOf, heading, words } from "../problemWords";
import { t } from "../../text";

interface Props {
  error: unknown;
  /** Show what is there now, in the place of what was typed. */
  onShowLatest: () => void;
}

/** Why a form of the set-up was not saved. */
export function SaveFailed({ error, onShowLatest }: Props) {
  const alert = useRef<AlertProps.Ref>(null);
  const marked = Object.keys(fieldsOf(error)).some(Boolean);
  // Where a field is marked, that field has the focus.
  useEffect(() => {
    if (!marked) alert.current?.focus();
  }, [error, marked]);
  if (error instanceof Refused && error.status === 412) {
    return (
      <Alert
        ref={alert}
        type="warning"
        header={t("setUp.conflictTitle")}
        action={<Button onClick={onShowLatest}>{t("setUp.showLatest")}</Button>}
      >
        {t("setUp.conflictForm")}
      </Alert>
    );
  }
  // What is about several fields at once has no field to stand at.
  const general = fieldsOf(error)[""];
  return (
    <Alert ref={alert} type="error" header={heading(error)}>
      {general ?? words(error)}
    </Alert>
  );
}
