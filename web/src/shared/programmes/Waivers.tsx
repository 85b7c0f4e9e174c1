import type { ReactNode } from "react";
import type { GrantedWaiver, Holding } from "../../api/types";
import { t } from "../../text";
import { formatInstant } from "../../text/format";
import { Section } from "../../ui/Section";
import { byNodeId } from "./report";
import css from "./Waivers.module.css";
import { waiverWords } from "./words";

interface Props {
  holding: Pick<Holding, "waivers" | "cycle">;
  actions?: ReactNode;
  /** What can be done about one. */
  beside?: (granted: GrantedWaiver) => ReactNode;
}

/** What was granted, by whom and why. */
export function Waivers({ holding: { waivers, cycle }, actions, beside }: Props) {
  if (waivers.length === 0 && !actions) return null;
  const names = new Map([...byNodeId(cycle?.nodes ?? [])].map(([id, { name }]) => [id, name]));
  return (
    <Section title={t("holding.waivers")} actions={actions}>
      {waivers.length > 0 && (
        <ul className={css.waivers}>
          {waivers.map((granted) => (
            <li key={granted.id} className={css.waiver}>
              <strong>{waiverWords(granted.waiver, names)}</strong>
              <p className={css.reason}>{granted.reason}</p>
              <p className={css.soft}>
                {t("holding.grantedBy", {
                  name: granted.by.name ?? t("certificate.staff"),
                  day: formatInstant(granted.at),
                })}
              </p>
              {beside?.(granted)}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
