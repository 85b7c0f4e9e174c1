import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import type { Action, ActorKind, CertificateEvent } from "../api/types";
import { text } from "../text";
import { formatInstant } from "./format";
import { lookUp, nameOf } from "./kinds";

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
  /** Who reads it: their own name is "you". */
  reader: string;
}

/** A certificate's history, newest first. */
export function Timeline({ events, reader }: Props) {
  return (
    <ol className="timeline">
      {[...events].reverse().map((event) => (
        <li key={event.version} className={`timeline-item timeline-${event.to_status}`}>
          <span className="timeline-icon">
            <Icon name={lookUp(icons, event.action) ?? "status-info"} size="small" />
          </span>
          <div className="timeline-body">
            <div>
              <b>{nameOf(text.certificate.action, event.action)}</b>{" "}
              <span className="soft">{text.certificate.by(actor(event.actor, reader))}</span>
            </div>
            <time className="soft" dateTime={event.at}>
              {formatInstant(event.at)}
            </time>
            {event.reason && <div className="timeline-reason">{event.reason}</div>}
            {event.comment && <blockquote>{event.comment}</blockquote>}
            {worthTelling(event).map((change) => (
              <div key={change.field} className="soft">
                {text.certificate.changed(
                  labelOf(change.field),
                  change.before ?? text.certificate.nothing,
                  change.after ?? text.certificate.nothing,
                )}
              </div>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A submission changes everything from nothing: that is what it is. */
function worthTelling(event: CertificateEvent) {
  return event.action === "submit" ? [] : event.changes;
}

function labelOf(field: string): string {
  const [name = field, creditType, amount] = field.split(".");
  const label = text.certificate.field[amount ?? name] ?? field;
  return creditType ? `${label} (${creditType})` : label;
}

const UNNAMED: Record<ActorKind, string | undefined> = {
  system: text.certificate.system,
  staff: text.certificate.staff,
  learner: undefined,
};

export function actor(who: CertificateEvent["actor"], reader: string): string {
  if (who.id === reader) return text.certificate.you;
  return who.name ?? lookUp(UNNAMED, who.kind) ?? who.id;
}
