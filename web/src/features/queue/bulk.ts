/** What one decision on many takes in, and what it cannot. */

import { presentLease } from "../../shared/staff/lease";
import type { Queued } from "../../api/types";
import type { BulkAction } from "../../shared/staff/decisions";
import { t } from "../../text";
import { formatSoon } from "../../text/format";

interface Reader {
  me: string;
  /** Whether it has been decided here, and waits to be sent. */
  isDecided: (item: Queued) => boolean;
}

/** Why a certificate cannot be part of it; undefined where it can. */
export function barOf(item: Queued, action: BulkAction, { me, isDecided }: Reader): string | undefined {
  if (isDecided(item)) return t("queue.barred.decided");
  if (item.learner_id === me) return t("queue.barred.own");
  const lease = presentLease(item.assignment);
  if (lease && lease.principal !== me) {
    return t("queue.barred.taken", { name: lease.name, until: formatSoon(lease.until) });
  }
  const isOpen = item.file && item.file.state !== "accepted";
  return action === "approve" && isOpen ? t("queue.barred.file") : undefined;
}
