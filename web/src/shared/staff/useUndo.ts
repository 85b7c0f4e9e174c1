import { useCallback } from "react";
import { useUser } from "../../session/useSession";
import { useOutbox } from "./deciding";
import { giveBack } from "./drafts";
import type { Entry } from "./outbox";

/** Undo a decision that was not sent yet, and give back what was filled in; undefined where it was sent before. */
export function useUndo(): (entry: Entry) => Entry | undefined {
  const outbox = useOutbox();
  const { id: me } = useUser();
  return useCallback(
    (entry) => {
      const undone = outbox.undo(entry.id);
      if (undone) {
        const { learner_id, certificate_id: id, version, verdict, form } = undone;
        giveBack(me, { learner_id, id }, { version, action: verdict.action, form });
      }
      return undone;
    },
    [outbox, me],
  );
}
