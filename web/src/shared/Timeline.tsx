import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import type { Action, ActorKind, CertificateEvent, CreditType } from "../api/types";
import { t } from "../text";
import { formatInstant } from "../text/format";
import { tell, type Told } from "./history";
import { lookUp } from "./kinds";

const icons: Record<Action, IconProps.Name> = {
  submit: "upload",
  edit: "edit",
  withdraw: "undo",
  approve: "check",
  decline: "close",
  request_changes: "contact",
  reopen: "refresh",
  revoke: "status-stopped",
  record_file: "file",
  dispute: "flag",
};

interface Props {
  events: CertificateEvent[];
  types: ReadonlyMap<string, CreditType>;
  /** Who reads it: their own name is "you". */
  reader: string;
}

/** A certificate's history, newest first. */
export function Timeline({ events, types, reader }: Props) {
  return (
    <ol className="timeline">
      {[...events].reverse().map((event) => (
        <li key={event.version} className={`timeline-item timeline-${event.to_status}`}>
          <span className="timeline-icon">
            <Icon name={lookUp(icons, event.action) ?? "status-info"} size="small" />
          </span>
          <div className="timeline-body">
            <div>
              <b>{done(event)}</b>{" "}
              <span className="soft">{t("certificate.by", { name: actor(event.actor, reader) })}</span>
            </div>
            <time className="soft" dateTime={event.at}>
              {formatInstant(event.at)}
            </time>
            {event.reason && <div className="timeline-reason">{event.reason}</div>}
            {event.comment && <blockquote>{event.comment}</blockquote>}
            <Changes told={tell(event, types)} />
          </div>
        </li>
      ))}
    </ol>
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
    <dl className="changes">
      {told.map(({ field, label, before, after, note }) => (
        <div key={field}>
          <dt>{label}</dt>
          <dd>
            {before && (
              <del>
                {after && <span className="unseen">{t("history.from")} </span>}
                {before}
              </del>
            )}
            {before && after && (
              <>
                <span aria-hidden="true"> → </span>
                <span className="unseen">{t("history.to")} </span>
              </>
            )}
            {after && <ins>{after}</ins>}
            {note && <span className="soft"> {note}</span>}
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
