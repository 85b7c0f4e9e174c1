import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useEffect, useRef } from "react";
import { heading, Refused, words } from "../../api/errors";
import { text } from "../../text";

interface Props {
  error: unknown;
  /** Show what is there now, in the place of what was typed. */
  onShowLatest: () => void;
}

/** Why a form of the set-up was not saved. */
export function SaveFailed({ error, onShowLatest }: Props) {
  const alert = useRef<AlertProps.Ref>(null);
  const marked = error instanceof Refused && Object.keys(error.fields).some(Boolean);
  // Where a field is marked, that field has the focus.
  useEffect(() => {
    if (!marked) alert.current?.focus();
  }, [error, marked]);
  if (error instanceof Refused && error.status === 412) {
    return (
      <Alert
        ref={alert}
        type="warning"
        header={text.setUp.conflictTitle}
        action={<Button onClick={onShowLatest}>{text.setUp.showLatest}</Button>}
      >
        {text.setUp.conflictForm}
      </Alert>
    );
  }
  // What is about several fields at once has no field to stand at.
  const general = error instanceof Refused ? error.fields[""] : undefined;
  return (
    <Alert ref={alert} type="error" header={heading(error)}>
      {general ?? words(error)}
    </Alert>
  );
}
