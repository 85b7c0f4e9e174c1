import {
  CircleCheck,
  CircleX,
  FilePen,
  FileUp,
  type LucideIcon,
  MessageCircle,
  RefreshCw,
  RotateCcw,
  ShieldX,
  Undo2,
} from "lucide-react";
import type { Action, StaffCertificateRecord } from "../../api/types";
import { lookUp } from "../../shared/kinds";
import { reasonWords } from "../../shared/reasonWords";
import { t } from "../../text";
import { formatInstant } from "../../text/format";
import { EmptyState } from "../../ui/EmptyState";
import { Link } from "../../ui/Link";
import { Timeline } from "../../ui/Timeline";
import type { Tone } from "../../ui/tone";
import css from "./Learners.module.css";

const SIGNS: Record<Action, { icon: LucideIcon; tone: Tone }> = {
  approve: { icon: CircleCheck, tone: "success" },
  decline: { icon: CircleX, tone: "danger" },
  request_changes: { icon: MessageCircle, tone: "info" },
  reopen: { icon: RotateCcw, tone: "warning" },
  revoke: { icon: ShieldX, tone: "danger" },
  submit: { icon: FileUp, tone: "neutral" },
  edit: { icon: FilePen, tone: "neutral" },
  withdraw: { icon: Undo2, tone: "neutral" },
  record_file: { icon: FileUp, tone: "neutral" },
  dispute: { icon: MessageCircle, tone: "warning" },
  supersede: { icon: RefreshCw, tone: "neutral" },
  restore: { icon: RotateCcw, tone: "success" },
};

/** What was decided last on each certificate, the latest first; all of it stands on the certificate. */
export function Decisions({ items }: { items: readonly StaffCertificateRecord[] }) {
  const decided = items
    .flatMap((item) => (item.decision ? [{ item, decision: item.decision }] : []))
    .sort((one, other) => other.decision.at.localeCompare(one.decision.at));
  if (decided.length === 0) {
    return <EmptyState title={t("learners.noDecisions")}>{t("learners.noDecisionsText")}</EmptyState>;
  }
  return (
    <Timeline
      label={t("learners.decisions")}
      entries={decided.map(({ item, decision }) => {
        const { icon, tone } = lookUp(SIGNS, decision.outcome) ?? SIGNS.record_file;
        return {
          id: item.id,
          icon,
          tone,
          title: (
            <>
              {t(`certificate.action.${decision.outcome}`)}:{" "}
              <Link to={`/console/queue/${item.learner_id}/${item.id}`}>{item.title}</Link>
            </>
          ),
          meta: `${t("certificate.by", { name: decision.by.name ?? t("certificate.system") })} · ${formatInstant(decision.at)}`,
          ...((decision.reason || decision.comment) && {
            children: (
              <>
                {decision.reason && <strong>{reasonWords(decision.reason, item.usual_reason)}</strong>}
                {decision.comment && <p className={css.said}>{decision.comment}</p>}
              </>
            ),
          }),
        };
      })}
    />
  );
}
