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
  /** What can be done next. */
  children: ReactNode;
}

/** What was made of the drafts of a page. */
export function Made({ strip, href, children }: Props) {
  const made = strip.items.flatMap((item) => item.made ?? []);
  return (
    <section className={css.editor} data-made tabIndex={-1} aria-labelledby="made">
      <h2 id="made">{t("adding.done", { count: made.length })}</h2>
      <ul className={css.made}>
        {made.map((certificate) => (
          <li key={`${certificate.learner_id} ${certificate.id}`}>
            <Link to={href(certificate)}>{certificate.title}</Link>
            <StatusPill status={standing(certificate)} />
          </li>
        ))}
      </ul>
      {unmade(strip).length === 0 && <p className={css.told}>{t("adding.doneNext")}</p>}
      <Row gap={3}>{children}</Row>
    </section>
  );
}
