import type { CertificateEvent, Corrections, StaffCertificate } from "../../api/types";
import { fieldOfLine } from "../lineLabels";
import type { Decided } from "./outbox";

type AwardedLine = Decided["verdict"]["awarded"][number];
type Fields = Record<string, string | null>;

/**
 * Whether a decision stands as it was made, by the same person, on the same version.
 *
 * A decision whose answer was lost may have arrived: sent again, it is refused, as the version it was
 * made on is no longer there.
 */
export function isDecidedSo(
  { claims, events }: Pick<StaffCertificate, "claims" | "events">,
  { version, verdict }: Pick<Decided, "version" | "verdict">,
  user: string,
): boolean {
  const event = events.find((one) => one.version === version + 1);
  if (!event || event.actor.id !== user || event.action !== verdict.action) return false;
  if (event.comment !== (verdict.comment ?? null)) return false;
  const after = afterOf(event);
  const { labels = [], ...corrections }: Partial<Corrections> = verdict.corrections ?? {};
  const fieldOf = ({ credit_type, line }: AwardedLine) =>
    line == null ? `claims.${credit_type}` : fieldOfLine(claims, line);
  return (
    verdict.awarded.every((line) => Number(after[`${fieldOf(line)}.awarded`]) === Number(line.credits)) &&
    Object.entries(corrections).every(([field, value]) => (after[field] ?? null) === value) &&
    labels.every(({ line, labels: meant }) =>
      // What stays as it was is not told.
      Object.entries(meant).every(
        ([label, choice]) => (after[`${fieldOfLine(claims, line)}.labels.${label}`] ?? choice) === choice,
      ),
    )
  );
}

const afterOf = ({ changes }: CertificateEvent): Fields =>
  Object.fromEntries(changes.map(({ field, after }) => [field, after]));
