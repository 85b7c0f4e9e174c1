import { useEffect, useState } from "react";
import type { LeftDraft } from "../../shared/keptDrafts";

const NONE: readonly LeftDraft[] = [];

/** What this person began in this browser and did not hand in, the latest first. */
export function useLeftDrafts(user: string): readonly LeftDraft[] {
  const [left, setLeft] = useState(NONE);
  useEffect(() => {
    const gone = new AbortController();
    void (async () => {
      // What reads days in every language need not be there before the page is.
      const { KeptDrafts } = await import("../../shared/keptDrafts");
      const found = await new KeptDrafts({ user }).left();
      if (!gone.signal.aborted) setLeft(found);
    })();
    return () => gone.abort();
  }, [user]);
  return left;
}
