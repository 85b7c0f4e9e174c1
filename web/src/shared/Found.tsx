import { CircleCheck, CircleDashed, CircleHelp, CircleMinus } from "lucide-react";
import { type ReactNode, useId } from "react";
import type { Finding, FoundOutcome, LabelFinding, Place, ReadField } from "../api/types";
import { t, textsOf } from "../text";
import { Icon, type LucideIcon } from "../ui/Icon";
import css from "./Found.module.css";
import { kindsOf, lookUp } from "./kinds";

const ICONS: Record<FoundOutcome, LucideIcon> = {
  found: CircleCheck,
  other: CircleHelp,
  missing: CircleMinus,
  unread: CircleDashed,
};

interface Props {
  finding: Finding;
  /** Light up where it stands. */
  onShow: (places: readonly Place[]) => void;
}

/** What the document says of a field that was stated; where it says so, a click lights it up. */
export function Found({ finding, onShow }: Props) {
  return <Mark finding={finding} what={t(`reading.what.${finding.field}`)} onShow={onShow} />;
}

interface LabelProps {
  finding: LabelFinding;
  /** What the academy calls the label. */
  name: string;
  onShow: (places: readonly Place[]) => void;
}

/** The same of a label; nothing where it could not be looked for. */
export function FoundLabel({ finding, name, onShow }: LabelProps) {
  if (finding.outcome === "unread") return null;
  return <Mark finding={finding} what={t("reading.label", { label: name })} onShow={onShow} />;
}

interface MarkProps {
  finding: Pick<Finding, "outcome" | "text" | "places">;
  what: string;
  onShow: (places: readonly Place[]) => void;
}

function Mark({ finding: { outcome, text: says, places }, what, onShow }: MarkProps) {
  const words = outcome === "other" && says ? t("found.says", { says }) : t(`found.outcome.${outcome}`);
  const [place] = places;
  const content = (
    <>
      <Icon of={lookUp(ICONS, outcome) ?? CircleHelp} size={14} /> <span>{words}</span>
    </>
  );
  return place ? (
    <button
      type="button"
      className={css.found}
      data-outcome={outcome}
      aria-label={t("found.show", { outcome: words, what, page: place.page })}
      onClick={() => onShow(places)}
    >
      {content}
    </button>
  ) : (
    <span className={css.found} data-outcome={outcome}>
      {content}
    </span>
  );
}

interface AllProps {
  found: readonly Finding[];
  labels: readonly Omit<LabelProps, "onShow">[];
  onShow: (places: readonly Place[]) => void;
}

/** The same of every field that was looked for, for whoever fills it in. */
export function CrossCheck({ found, labels, onShow }: AllProps): ReactNode {
  const heading = useId();
  if (!found.length) return null;
  const isUnread = found.every(({ outcome }) => outcome === "unread");
  return (
    <aside className={css.check} aria-labelledby={heading}>
      <h3 id={heading}>{t("found.title")}</h3>
      {isUnread ? (
        <p className={css.soft}>{t("found.unread")}</p>
      ) : (
        <dl className={css.list}>
          {inOrder(found).map((finding) => (
            <div key={finding.field}>
              <dt>{t(`found.field.${finding.field}`)}</dt>
              <dd>
                <Found finding={finding} onShow={onShow} />
              </dd>
            </div>
          ))}
          {labels
            .filter(({ finding }) => finding.outcome !== "unread")
            .map(({ finding, name }) => (
              <div key={`${String(finding.line)}.${finding.label}`}>
                <dt>{name}</dt>
                <dd>
                  <FoundLabel finding={finding} name={name} onShow={onShow} />
                </dd>
              </div>
            ))}
        </dl>
      )}
      <p className={css.soft}>{t("found.hint")}</p>
    </aside>
  );
}

const ORDER = kindsOf(textsOf("found.field"));

/** What is worth telling: of a field that says nothing, nothing was looked for. */
function inOrder(found: readonly Finding[]): Finding[] {
  return found
    .filter(({ outcome }) => outcome !== "unread")
    .toSorted((one, other) => ORDER.indexOf(one.field) - ORDER.indexOf(other.field));
}

/** What is found of one field. */
export function findingOf(found: readonly Finding[] | undefined, field: ReadField): Finding | undefined {
  return found?.find((finding) => finding.field === field);
}
