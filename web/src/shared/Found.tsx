import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import type { ReactNode } from "react";
import type { Finding, FoundOutcome, Place, ReadField } from "../api/types";
import { t, textsOf } from "../text";
import { kindsOf, lookUp } from "./kinds";

const ICONS: Record<FoundOutcome, IconProps.Name> = {
  found: "status-positive",
  other: "status-info",
  missing: "status-stopped",
  unread: "status-not-started",
};

interface Props {
  finding: Finding;
  /** Light up where it stands. */
  onShow: (places: readonly Place[]) => void;
}

/** What the document says of a field that was stated; where it says so, a click lights it up. */
export function Found({ finding: { field, outcome, text: says, places }, onShow }: Props) {
  const words = outcome === "other" && says ? t("found.says", { says }) : t(`found.outcome.${outcome}`);
  const [place] = places;
  const content = (
    <>
      <Icon name={lookUp(ICONS, outcome) ?? "status-info"} size="small" /> {words}
    </>
  );
  return place ? (
    <button
      type="button"
      className={`found found-${outcome}`}
      aria-label={t("found.show", { outcome: words, what: t(`reading.what.${field}`), page: place.page })}
      onClick={() => onShow(places)}
    >
      {content}
    </button>
  ) : (
    <span className={`found found-${outcome}`}>{content}</span>
  );
}

interface AllProps {
  found: readonly Finding[];
  onShow: (places: readonly Place[]) => void;
}

/** The same of every field that was looked for, for whoever fills it in. */
export function CrossCheck({ found, onShow }: AllProps): ReactNode {
  if (!found.length) return null;
  const isUnread = found.every(({ outcome }) => outcome === "unread");
  return (
    <aside className="cross-check" aria-label={t("found.title")}>
      <h3>{t("found.title")}</h3>
      {isUnread ? (
        <p className="soft">{t("found.unread")}</p>
      ) : (
        <dl className="found-list" aria-live="polite">
          {inOrder(found).map((finding) => (
            <div key={finding.field}>
              <dt>{t(`found.field.${finding.field}`)}</dt>
              <dd>
                <Found finding={finding} onShow={onShow} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="soft">{t("found.hint")}</p>
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
