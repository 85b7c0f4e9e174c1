import type { ReactNode } from "react";
import { t } from "../text";
import { formatInstant } from "../text/format";
import { Notice } from "../ui/Notice";
import type { OpenDispute } from "./history";
import css from "./Said.module.css";
import { actor } from "./Timeline";

interface Props {
  dispute: OpenDispute;
  /** Who reads it: their own name is "you". */
  reader: string;
  /** What can be done about it. */
  children?: ReactNode;
}

/** What the learner says is not right. */
export function Dispute({ dispute: { by, said, edited }, reader, children }: Props) {
  const title = t("dispute.title", { name: actor(by, reader) });
  return (
    <section aria-label={title}>
      <Notice kind="warning" title={title}>
        <div className={css.disputed}>
          {said.map((event) => (
            <figure key={event.version}>
              <blockquote className={css.words}>{event.comment}</blockquote>
              <figcaption className={css.by}>{formatInstant(event.at)}</figcaption>
            </figure>
          ))}
          {edited && (
            <p>
              {t("dispute.edited", { name: actor(edited.actor, reader), when: formatInstant(edited.at) })}
            </p>
          )}
          {children !== undefined && <p>{children}</p>}
        </div>
      </Notice>
    </section>
  );
}
