import { Check, ListChecks, MessageCircle, RotateCcw, TriangleAlert, Undo2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Refused } from "../../errors";
import type { DecisionAction } from "../../api/types";
import { t } from "../../text";
import { words } from "../../api/problemWords";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Icon, type LucideIcon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { Link } from "../../ui/Link";
import { Popover } from "../../ui/Popover";
import { type Entry, isUndoable, UNDO_MS } from "./outbox";
import css from "./Tray.module.css";

const ICONS: Record<DecisionAction, LucideIcon> = {
  approve: Check,
  request_changes: MessageCircle,
  decline: X,
  reopen: RotateCcw,
  revoke: X,
};
const MOST_SHOWN = 10;

interface Props {
  entries: readonly Entry[];
  /** Where a certificate is looked at. */
  addressOf: (entry: Entry) => string;
  onUndo: (entry: Entry) => void;
  onDismiss: (entry: Entry) => void;
  /** The key that undoes, where the page has one. */
  shortcut?: string;
}

/** The last decisions: what waits can be undone, what came back is looked at again. */
export function Tray({ entries, addressOf, onUndo, onDismiss, shortcut }: Props) {
  const last = entries.slice(-MOST_SHOWN).reverse();
  const [newest] = last;
  const refused = entries.filter(({ stage }) => stage.kind === "refused");
  const now = useNow(last.some(isUndoable));
  if (!newest) return <span role="status" />;
  const waiting = last.find(isUndoable);
  return (
    <div className={css.tray}>
      <span role="status" className={css.newest}>
        <Mark entry={newest} now={now} />
        <span className={css.words}>{done(newest)}</span>
      </span>
      {waiting && (
        <Button size="small" icon={Undo2} {...(shortcut && { shortcut })} onPress={() => onUndo(waiting)}>
          {t("review.tray.undo")}
        </Button>
      )}
      <Popover
        label={t("review.tray.title")}
        placement="bottom end"
        trigger={
          <Button size="small" variant="quiet" icon={refused.length ? TriangleAlert : ListChecks}>
            {refused.length
              ? t("review.tray.cameBack", { count: refused.length })
              : t("review.tray.last", { count: last.length })}
          </Button>
        }
      >
        {(close) => (
          <ol className={css.list} aria-label={t("review.tray.title")}>
            {last.map((entry) => (
              <li key={entry.id} className={css.entry}>
                <Mark entry={entry} now={now} />
                <div className={css.about}>
                  <Link to={addressOf(entry)} quiet onPress={close}>
                    {entry.title}
                  </Link>
                  <span className={css.soft}>
                    {t(`review.tray.did.${entry.verdict.action}`)} · {stands(entry, now)}
                  </span>
                </div>
                {isUndoable(entry) ? (
                  <Button
                    size="small"
                    aria-label={t("review.tray.undoOne", { title: entry.title })}
                    onPress={() => {
                      close();
                      onUndo(entry);
                    }}
                  >
                    {t("review.tray.undo")}
                  </Button>
                ) : (
                  entry.stage.kind === "refused" && (
                    <IconButton
                      icon={X}
                      size="small"
                      label={t("common.remove")}
                      onPress={() => onDismiss(entry)}
                    />
                  )
                )}
              </li>
            ))}
          </ol>
        )}
      </Popover>
    </div>
  );
}

/** What was decided; or that it was not, after all. */
export function done({ stage, title, verdict: { action } }: Entry): string {
  return stage.kind === "refused"
    ? t("review.tray.refused", { title })
    : t(`review.done.${action}`, { title });
}

/** How far it is. */
export function stands({ stage, due }: Entry, now: number): string {
  switch (stage.kind) {
    case "waiting":
      return due > now
        ? t("review.tray.waiting", { seconds: Math.ceil((due - now) / 1000) })
        : t("review.tray.offline");
    case "sending":
      return t("review.tray.sending");
    case "unanswered":
      return t("review.tray.unanswered");
    case "sent":
      return t("review.tray.sent");
    case "refused":
      return words(new Refused(stage.why.status, stage.why.problem));
  }
}

const R = 10;
const ROUND = 2 * Math.PI * R;

/** What was decided, in a ring that empties until it is sent. */
function Mark({ entry, now }: { entry: Entry; now: number }) {
  const { stage, due, verdict } = entry;
  const left = stage.kind === "waiting" ? Math.min(1, Math.max(0, (due - now) / UNDO_MS)) : 0;
  return (
    <span className={cx(css.mark, css[stage.kind], css[verdict.action])}>
      <svg viewBox="0 0 24 24" aria-hidden className={css.ring}>
        <circle cx="12" cy="12" r={R} className={css.track} />
        {left > 0 && (
          <circle cx="12" cy="12" r={R} className={css.left} strokeDasharray={`${left * ROUND} ${ROUND}`} />
        )}
      </svg>
      <Icon of={stage.kind === "refused" ? TriangleAlert : ICONS[verdict.action]} size={14} />
    </span>
  );
}

/** The time, as often as a ring that empties asks for it. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
