import type { CertificateEvent, StaffCertificate } from "../../api/types";
import type { Decided } from "./outbox";

type Fields = Record<string, string | null>;

/**
 * Whether a decision stands as it was made, by the same person, on the same version.
 *
 * A decision whose answer was lost may have arrived: sent again, it is refused, as the version it was
 * made on is no longer there.
 */
export function isDecidedSo(
  { events }: Pick<StaffCertificate, "events">,
  { version, verdict }: Pick<Decided, "version" | "verdict">,
  user: string,
): boolean {
  const event = events.find((one) => one.version === version + 1);
  if (!event || event.actor.id !== user || event.action !== verdict.action) return false;
  if (event.comment !== (verdict.comment ?? null)) return false;
  const after = afterOf(event);
  const awarded = verdict.awarded.map(({ credit_type, credits }) => [credit_type, credits] as const);
  return (
    awarded.every(([type, credits]) => Number(after[`claims.${type}.awarded`]) === Number(credits)) &&
    Object.entries(verdict.corrections ?? {}).every(([field, value]) => (after[field] ?? null) === value)
  );
}

const afterOf = ({ changes }: CertificateEvent): Fields =>
  Object.fromEntries(changes.map(({ field, after }) => [field, after]));
