import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Refused } from "../../errors";
import type { CertificateRef } from "../../api/keys";
import { reviewOptions } from "../../api/queries/staff/reviews";
import type { StaffCertificate } from "../../api/types";
import { t } from "../../text";
import { useAcademy } from "./academy";

export { isConflict } from "../../api/cache";

/** What stood in the way of a change to a certificate, in words. */
export function useConflict(which: CertificateRef) {
  const { id } = useAcademy();
  const client = useQueryClient();
  const [words, setWords] = useState<string>();

  /**
   * Show the certificate as it is now, and say what happened to it; false where that cannot be read.
   *
   * @param goesOn Whether what was begun can go on with it, and so says itself what happened.
   */
  async function explain(
    error: Refused,
    goesOn: (now: StaffCertificate) => boolean = () => false,
  ): Promise<boolean> {
    try {
      const now = await client.query({ ...reviewOptions(id, which), staleTime: 0 });
      if (!goesOn(now)) setWords(error.is("taken") ? t("review.conflictTaken") : overtaken(now));
      return true;
    } catch {
      return false;
    }
  }

  return { words, explain, dismiss: () => setWords(undefined) };
}

function overtaken({ status, events }: StaffCertificate): string {
  const by = events.at(-1)?.actor.name ?? "";
  const who = { known: by !== "", by };
  return status === "pending"
    ? t("review.conflictPending", who)
    : t("review.conflictDecided", { ...who, status: t(`status.${status}`) });
}

export type Conflict = ReturnType<typeof useConflict>;
