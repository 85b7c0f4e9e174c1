import type { LucideIcon } from "lucide-react";
import { ButtonLink } from "../ui/ButtonLink";
import { Card } from "../ui/Card";
import { cx } from "../ui/cx";
import { Icon } from "../ui/Icon";
import { Link } from "../ui/Link";
import type { Tone } from "../ui/tone";
import tones from "../ui/tone.module.css";
import css from "./NeedList.module.css";

/** One thing that waits for the learner, and what they can do about it. */
export interface Need {
  id: string;
  icon: LucideIcon;
  tone: Tone;
  what: string;
  title: string;
  /** Where it is looked at. */
  href?: string;
  line?: string | undefined;
  action: string;
  to: string;
}

/** What needs the learner. */
export function NeedList({ needs }: { needs: readonly Need[] }) {
  return (
    <Card padding="none">
      <ul className={css.needs}>
        {needs.map((need) => (
          <li key={need.id} className={cx(css.need, tones[need.tone])}>
            <span className={css.icon}>
              <Icon of={need.icon} size={20} />
            </span>
            <div className={css.about}>
              <span className={css.what}>{need.what}</span>
              <span className={css.title}>
                {need.href ? (
                  <Link to={need.href} quiet>
                    {need.title}
                  </Link>
                ) : (
                  need.title
                )}
              </span>
              {need.line && <span className={css.line}>{need.line}</span>}
            </div>
            <ButtonLink to={need.to} aria-label={`${need.action}: ${need.title}`}>
              {need.action}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
