import Alert from "@cloudscape-design/components/alert";
import type { ReactNode } from "react";
import { t } from "../text";
import { formatInstant } from "../text/format";
import type { OpenDispute } from "./history";
import { actor } from "./Timeline";

interface Props {
  dispute: OpenDispute;
  /** Who reads it: their own name is "you". */
  reader: string;
  /** What can be done about it. */
  children: ReactNode;
}

/** What the learner says is not right. */
export function Dispute({ dispute: { by, said, edited }, reader, children }: Props) {
  const title = t("dispute.title", { name: actor(by, reader) });
  return (
    <section aria-label={title}>
      <Alert type="warning" header={title}>
        <div className="disputed">
          {said.map((event) => (
            <figure key={event.version}>
              <blockquote className="said">{event.comment}</blockquote>
              <figcaption className="soft">{formatInstant(event.at)}</figcaption>
            </figure>
          ))}
          {edited && (
            <p>
              {t("dispute.edited", { name: actor(edited.actor, reader), when: formatInstant(edited.at) })}
            </p>
          )}
          <p>{children}</p>
        </div>
      </Alert>
    </section>
  );
}
