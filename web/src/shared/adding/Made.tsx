import type { ReactNode } from "react";
import type { Certificate } from "../../api/types";
import { t } from "../../text";
import { Link } from "../../ui/Link";
import { Row } from "../../ui/layout";
import { standing, StatusPill } from "../StatusPill";
import css from "./Editor.module.css";
import { type Strip, unmade } from "./strip";

interface Props {
  strip: Strip;
  href: (certificate: Certificate) => string;
  done: (count: number) => string;
  about?: (certificate: Certificate) => string | undefined;
  /** What can be done next. */
  children: ReactNode;
}

/** So many are listed; all of them are where one goes next. */
const SHOWN = 20;

/** What was made of the drafts of a page. */
export function Made({ strip, href, done, about, children }: Props) {
  const made = strip.items.flatMap((item) => item.made ?? []);
  return (
    <section className={css.editor} data-made tabIndex={-1} aria-labelledby="made">
      <h2 id="made">{done(made.length)}</h2>
      <ul className={css.made}>
        {made.slice(0, SHOWN).map((certificate) => (
          <li key={`${certificate.learner_id} ${certificate.id}`}>
            <span>
              <Link to={href(certificate)}>{certificate.title}</Link>
              {about?.(certificate) && <span className={css.about}>{about(certificate)}</span>}
            </span>
            <StatusPill status={standing(certificate)} />
          </li>
        ))}
      </ul>
      {made.length > SHOWN && (
        <p className={css.told}>{t("forecast.more", { count: made.length - SHOWN })}</p>
      )}
      {unmade(strip).length === 0 && <p className={css.told}>{t("adding.doneNext")}</p>}
      <Row gap={3}>{children}</Row>
    </section>
  );
}
