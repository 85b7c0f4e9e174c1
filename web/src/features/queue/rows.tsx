import { CalendarClock, CircleAlert, FileWarning, Hourglass, UserCheck } from "lucide-react";
import type { CreditType, Queued } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Credits } from "../../shared/Credits";
import { useLease } from "../../shared/staff/lease";
import { type Entry, isUndoable } from "../../shared/staff/outbox";
import { useLearnerName } from "../../shared/staff/people";
import { stands, useNow } from "../../shared/staff/Tray";
import { ListedThumbnail } from "../../shared/Thumbnail";
import { t } from "../../text";
import { formatDay, formatInstant, formatSoon } from "../../text/format";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Link } from "../../ui/Link";
import type { Column } from "../../ui/Table";
import css from "./rows.module.css";
import { dueOf, waited } from "./waiting";

interface Told {
  types: Map<string, CreditType>;
  /** Today, where the academy is. */
  today: string;
  addressOf: (item: Queued) => string;
  /** A decision that was made here and is not known to the queue yet. */
  entryOf: (item: Queued) => Entry | undefined;
  onUndo: (entry: Entry) => void;
  onLapsed: () => void;
}

/** What a row says of what waits, or of what was decided. */
export function columnsOf(waiting: boolean, told: Told): Column<Queued>[] {
  const { types, today, addressOf, entryOf, onUndo, onLapsed } = told;
  return [
    {
      key: "title",
      header: t("fields.title"),
      rowHeader: true,
      width: "38%",
      cell: (item) => (
        <div className={css.what}>
          <ListedThumbnail certificate={item} onLapsed={onLapsed} />
          <div className={css.about}>
            <Link to={addressOf(item)} quiet stretched>
              {item.title}
            </Link>
            {item.issuer && <span className={css.soft}>{item.issuer}</span>}
            {item.document_says === "differs" && (
              <span className={css.note}>
                <Icon of={FileWarning} size={14} /> {t("found.differs")}
              </span>
            )}
          </div>
        </div>
      ),
    },
    { key: "learner", header: t("fields.learner"), cell: (item) => <LearnerName item={item} /> },
    {
      key: "credits",
      header: t("fields.credits"),
      cell: (item) => <Credits claims={item.claims} types={types} />,
    },
    ...(waiting
      ? [
          {
            key: "age",
            header: t("queue.age"),
            cell: (item: Queued) => <Age item={item} today={today} />,
          },
          {
            key: "taken",
            header: t("queue.taking"),
            cell: (item: Queued) => <Stand item={item} entry={entryOf(item)} onUndo={onUndo} />,
          },
        ]
      : [
          { key: "earned", header: t("fields.earnedOn"), cell: (item: Queued) => formatDay(item.earned_on) },
          { key: "decided", header: t("queue.decided"), cell: (item: Queued) => <Decided item={item} /> },
        ]),
  ];
}

function LearnerName({ item }: { item: Queued }) {
  return <>{useLearnerName(item)}</>;
}

function Age({ item, today }: { item: Queued; today: string }) {
  const due = dueOf(item, today);
  return (
    <div className={css.about}>
      <span>{waited(item.age_days)}</span>
      {due &&
        (due.tone === "neutral" ? (
          <span className={css.soft}>{due.words}</span>
        ) : (
          <Badge tone={due.tone} icon={due.tone === "danger" ? CircleAlert : CalendarClock}>
            {due.words}
          </Badge>
        ))}
    </div>
  );
}

interface StandProps {
  item: Queued;
  entry: Entry | undefined;
  onUndo: (entry: Entry) => void;
}

/** Who is at it, or what was decided here a moment ago. */
function Stand({ item, entry, onUndo }: StandProps) {
  return entry ? <DecidedHere entry={entry} onUndo={onUndo} /> : <Taken item={item} />;
}

function Taken({ item }: { item: Queued }) {
  const user = useUser();
  const lease = useLease(item.assignment);
  if (!lease) return <span className={css.soft}>{t("queue.free")}</span>;
  const until = formatSoon(lease.until);
  return (
    <span className={css.taken}>
      <Icon of={UserCheck} size={14} />{" "}
      {lease.principal === user.id
        ? t("queue.byYou", { until })
        : t("queue.byOther", { name: lease.name, until })}
    </span>
  );
}

function DecidedHere({ entry, onUndo }: { entry: Entry; onUndo: (entry: Entry) => void }) {
  const now = useNow(isUndoable(entry));
  return (
    <div className={css.about}>
      <span className={css.taken}>
        <Icon of={Hourglass} size={14} /> {t(`review.tray.did.${entry.verdict.action}`)}
      </span>
      <span className={css.soft}>{stands(entry, now)}</span>
      {isUndoable(entry) && (
        <span>
          <Button
            size="small"
            aria-label={t("review.tray.undoOne", { title: entry.title })}
            onPress={() => onUndo(entry)}
          >
            {t("review.tray.undo")}
          </Button>
        </span>
      )}
    </div>
  );
}

function Decided({ item: { decision, since } }: { item: Queued }) {
  return (
    <div className={css.about}>
      <time dateTime={decision?.at ?? since}>{formatInstant(decision?.at ?? since)}</time>
      {decision?.by.name && <span className={css.soft}>{decision.by.name}</span>}
    </div>
  );
}
