import type { ReactNode } from "react";
import type { Action, Certificate } from "../api/types";
import { useUser } from "../session/useSession";
import { reasonWords } from "./reasonWords";
import { t } from "../text";
import { formatInstant } from "../text/format";
import { Notice, type NoticeKind } from "../ui/Notice";
import { lookUp } from "./kinds";
import css from "./Said.module.css";
import { actor } from "./Timeline";

const KINDS: Record<Action, NoticeKind> = {
  submit: "info",
  edit: "info",
  withdraw: "info",
  dispute: "info",
  record_file: "info",
  approve: "success",
  decline: "error",
  request_changes: "info",
  reopen: "info",
  revoke: "error",
  supersede: "info",
  restore: "info",
};

/** The reviewer's words, where there are some and they still stand. */
export function Said({ certificate }: { certificate: Certificate }): ReactNode {
  const { decision, status } = certificate;
  const user = useUser();
  if (!decision || status === "withdrawn" || (!decision.comment && !decision.reason)) return null;
  const outcome = t(`certificate.action.${decision.outcome}`);
  return (
    <Notice
      kind={lookUp(KINDS, decision.outcome) ?? "info"}
      title={
        decision.reason ? `${outcome}: ${reasonWords(decision.reason, certificate.usual_reason)}` : outcome
      }
    >
      {decision.comment && <div className={css.words}>{decision.comment}</div>}
      <div className={css.by}>
        {actor(decision.by, user.id)}, {formatInstant(decision.at)}
      </div>
    </Notice>
  );
}
