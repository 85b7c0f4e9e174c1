import { useState } from "react";
import { Refused } from "../../api/errors";
import { staffCall } from "../../api/staff";
import type { StaffCertificate } from "../../api/types";
import { text } from "../../text";
import { BASE, type ReviewPath } from "./paths";

/** Somebody else changed, decided or took it first. */
export function isConflict(error: unknown): error is Refused {
  return error instanceof Refused && (error.status === 412 || error.is("action-not-allowed", "taken"));
}

/**
 * What stood in the way of a change, in words.
 *
 * @param show Shows the certificate as it is now.
 */
export function useConflict(path: ReviewPath, show: (certificate: StaffCertificate) => void) {
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
      const now = await staffCall("get", BASE, { path });
      show(now);
      if (!goesOn(now)) setWords(error.is("taken") ? text.review.conflictTaken : text.review.conflict(now));
      return true;
    } catch {
      return false;
    }
  }

  return { words, explain, dismiss: () => setWords(undefined) };
}

export type Conflict = ReturnType<typeof useConflict>;
