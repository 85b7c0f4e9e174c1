import { matchPath, useLocation, useNavigate } from "react-router";
import { useEntries, useOutbox } from "../shared/staff/deciding";
import { type Entry, isOpen } from "../shared/staff/outbox";
import { Tray } from "../shared/staff/Tray";
import { useUndo } from "../shared/staff/useUndo";

const addressOf = (entry: Entry) => `/console/queue/${entry.learner_id}/${entry.certificate_id}`;

/** Decisions that wait, or came back, wherever in the console somebody is; the workbench shows them itself. */
export function Decided() {
  const entries = useEntries();
  const outbox = useOutbox();
  const undo = useUndo();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const isShown = entries.some((entry) => isOpen(entry) || entry.stage.kind === "refused");
  if (!isShown || matchPath("/console/queue/:learnerId/:certificateId", pathname)) return null;
  return (
    <Tray
      entries={entries}
      addressOf={addressOf}
      onUndo={(entry) => undo(entry) && void navigate(addressOf(entry))}
      onDismiss={({ id }) => outbox.dismiss(id)}
    />
  );
}
