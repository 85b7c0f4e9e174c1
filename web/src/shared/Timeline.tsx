import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import type { CertificateEvent } from "../api/types";
import { text } from "../text";
import { formatInstant } from "./format";

const icons: Record<string, IconProps.Name> = {
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
            <Icon name={icons[event.action] ?? "status-info"} size="small" />
          </span>
          <div className="timeline-body">
            <div>
              <b>{text.certificate.action[event.action] ?? event.action}</b>{" "}
              <span className="soft">{text.certificate.by(actor(event.actor, reader))}</span>
            </div>
            <time className="soft" dateTime={event.at}>
              {formatInstant(event.at)}
            </time>
            {event.reason && <div className="timeline-reason">{event.reason}</div>}
            {event.comment && <blockquote>{event.comment}</blockquote>}
            {changed(event).length > 0 && (
              <div className="soft">{text.certificate.changed(changed(event))}</div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What every submission or decision changes is what it is; only what was put right is worth listing. */
function changed(event: CertificateEvent): string[] {
  if (event.action === "submit" || event.action === "record_file") return [];
  const own = event.action === "edit" ? [] : ["claims", "file"];
  return event.changed.flatMap((field) => (own.includes(field) ? [] : (text.certificate.field[field] ?? [])));
}

export function actor(who: CertificateEvent["actor"], reader: string): string {
  if (who.id === reader) return text.certificate.you;
  if (who.kind === "system") return text.certificate.system;
  return who.name ?? (who.kind === "staff" ? text.certificate.staff : who.id);
}
