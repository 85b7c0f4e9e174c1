import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import type { ReactNode } from "react";
import type { Action, Certificate } from "../api/types";
import { useUser } from "../session/useSession";
import { formatDay } from "../text/format";
import { lookUp } from "./kinds";
import { actor } from "./Timeline";
import { t } from "../text";

const TYPES: Record<Action, AlertProps.Type> = {
  submit: "info",
  edit: "info",
  withdraw: "info",
  dispute: "info",
  record_file: "info",
  approve: "success",
  decline: "error",
  request_changes: "warning",
  reopen: "info",
  revoke: "error",
};

/** The reviewer's words, where there are some and they still stand. */
export function Said({ certificate }: { certificate: Certificate }): ReactNode {
  const { decision, status } = certificate;
  const user = useUser();
  if (!decision || status === "withdrawn" || (!decision.comment && !decision.reason)) return null;
  const outcome = t(`certificate.action.${decision.outcome}`);
  return (
    <Alert
      type={lookUp(TYPES, decision.outcome) ?? "info"}
      header={decision.reason ? `${outcome}: ${decision.reason.text}` : outcome}
    >
      {decision.comment && <div className="said">{decision.comment}</div>}
      <div className="soft">
        {actor(decision.by, user.id)}, {formatDay(decision.at.slice(0, 10))}
      </div>
    </Alert>
  );
}
