import {
  Check,
  FileCheck2,
  Flag,
  History,
  type LucideIcon,
  MessageCircle,
  Pencil,
  RefreshCw,
  RotateCcw,
  ShieldX,
  Undo2,
  Upload,
  X,
} from "lucide-react";
import type { Action, ActorKind, CertificateEvent, CreditType, Status } from "../api/types";
import { reasonWords } from "./reasonWords";
import { t } from "../text";
import { formatInstant } from "../text/format";
import { Timeline as Entries } from "../ui/Timeline";
import type { Tone } from "../ui/tone";
import { VisuallyHidden } from "../ui/VisuallyHidden";
import { tell, type Told } from "./history";
import { lookUp } from "./kinds";
import css from "./Timeline.module.css";

const ICONS: Record<Action, LucideIcon> = {
  submit: Upload,
  edit: Pencil,
  withdraw: Undo2,
  approve: Check,
  decline: X,
  request_changes: MessageCircle,
  reopen: RotateCcw,
  revoke: ShieldX,
  record_file: FileCheck2,
  dispute: Flag,
  supersede: RefreshCw,
  restore: RotateCcw,
};

const TONES: Record<Status, Tone> = {
  pending: "neutral",
  changes_requested: "info",
  approved: "success",
  declined: "danger",
  revoked: "danger",
  withdrawn: "neutral",
  superseded: "neutral",
};

interface Props {
  events: readonly CertificateEvent[];
  types: ReadonlyMap<string, CreditType>;
  /** Who reads it: their own name is "you". */
  reader: string;
}

/** A certificate's history, newest first. */
export function Timeline({ events, types, reader }: Props) {
  return (
    <Entries
      entries={[...events].reverse().map((event) => {
        const told = tell(event, types);
        return {
          id: String(event.version),
          icon: lookUp(ICONS, event.action) ?? History,
          tone: lookUp(TONES, event.to_status) ?? "neutral",
          title: (
            <>
              {done(event)}{" "}
              <span className={css.soft}>{t("certificate.by", { name: actor(event.actor, reader) })}</span>
            </>
          ),
          meta: <time dateTime={event.at}>{formatInstant(event.at)}</time>,
          children:
            event.reason || event.comment || told.length > 0 ? (
              <div className={css.more}>
                {event.reason && <div>{reasonWords({ text: event.reason }, event.usual_reason)}</div>}
                {event.comment && <blockquote className={css.said}>{event.comment}</blockquote>}
                <Changes told={told} />
              </div>
            ) : undefined,
        };
      })}
    />
  );
}

/** What was done; the academy hands nothing in, it enters what it knows. */
function done({ action, actor: { kind } }: CertificateEvent): string {
  return action === "submit" && kind === "staff"
    ? t("certificate.entered")
    : t(`certificate.action.${action}`);
}

/** What fields said before and after. */
function Changes({ told }: { told: Told[] }) {
  if (told.length === 0) return null;
  return (
    <dl className={css.changes}>
      {told.map(({ field, label, before, after, note }) => (
        <div key={field}>
          <dt>{label}</dt>
          <dd>
            {before && (
              <del>
                {after && (
                  <>
                    <VisuallyHidden>{t("history.from")}</VisuallyHidden>{" "}
                  </>
                )}
                {before}
              </del>
            )}
            {before && after && (
              <>
                <span aria-hidden> → </span>
                <VisuallyHidden>{t("history.to")}</VisuallyHidden>{" "}
              </>
            )}
            {after && <ins>{after}</ins>}
            {note && <span className={css.soft}> {note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const UNNAMED: Record<ActorKind, string | undefined> = {
  system: t("certificate.system"),
  staff: t("certificate.staff"),
  learner: undefined,
};

export function actor(who: CertificateEvent["actor"], reader: string): string {
  if (who.id === reader) return t("certificate.you");
  return who.name ?? lookUp(UNNAMED, who.kind) ?? who.id;
}
