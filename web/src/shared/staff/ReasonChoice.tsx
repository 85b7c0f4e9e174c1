import { useId } from "react";
import { reasonWords } from "../reasonWords";
import { t } from "../../text";
import { ChoiceSet } from "../../ui/ChoiceSet";
import { Kbd } from "../../ui/Kbd";
import { useAcademy } from "./academy";
import type { Action } from "./decisions";
import css from "./ReasonChoice.module.css";
import { reasonsFor } from "./verdict";

interface Props {
  action: Action;
  value: string;
  error?: string | undefined;
  /** Each can be chosen by the key of its number, which is shown. */
  numbered?: boolean;
  onChange: (id: string) => void;
}

/** The academy's reasons for a decision against the learner. */
export function ReasonChoice({ action, value, error, numbered = false, onChange }: Props) {
  const { settings } = useAcademy();
  const id = useId();
  const usual = new Map(settings.usual_reasons.map((one) => [one as string, one]));
  return (
    <ChoiceSet role="radiogroup" required words={{ label: t("review.reason"), error }}>
      <div className={css.chips}>
        {reasonsFor(settings, action).map((reason, at) => (
          <label key={reason.id} className={css.chip}>
            <input
              type="radio"
              name={id}
              className={css.radio}
              checked={value === reason.id}
              aria-labelledby={`${id}-${reason.id}`}
              aria-invalid={error ? true : undefined}
              aria-keyshortcuts={numbered && at < 9 ? `${at + 1}` : undefined}
              onChange={() => onChange(reason.id)}
            />
            {numbered && at < 9 && (
              <span aria-hidden>
                <Kbd>{`${at + 1}`}</Kbd>
              </span>
            )}
            <span id={`${id}-${reason.id}`}>{reasonWords(reason, usual.get(reason.id) ?? null)}</span>
          </label>
        ))}
      </div>
    </ChoiceSet>
  );
}
