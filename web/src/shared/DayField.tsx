import { CircleCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../text";
import control from "../ui/control.module.css";
import { DateCalendar } from "../ui/DateCalendar";
import { Field } from "../ui/Field";
import { Icon } from "../ui/Icon";
import css from "./DayField.module.css";
import { dayOf, dayPattern, dayProblem, earlyDayProblem, exampleDay, spellDay, writeDay } from "./typedDay";

interface Props {
  label: ReactNode;
  /** Beside the label, such as “optional”. */
  mark?: ReactNode;
  name: string;
  /** As it is typed: whoever sends it reads it with `dayOf`. */
  value: string;
  onChange: (typed: string) => void;
  error?: string | undefined;
  hint?: string;
  /** Something to say of the value that stands there. */
  note?: ReactNode;
  /** What the calendar offers: days after this one, and up to that one. */
  after?: string | undefined;
  latest?: string;
  required?: boolean;
  readOnly?: boolean;
}

/** A field for a day: typed or pasted in any form that leaves no doubt, or picked from a calendar. */
export function DayField(props: Props) {
  const { label, mark, name, value, onChange, error, hint, note, after, latest } = props;
  const { required = false, readOnly = false } = props;
  const [typing, setTyping] = useState(false);
  const day = dayOf(value);
  const problem = (typing ? earlyDayProblem(value) : dayProblem(value)) ?? error;
  return (
    <Field
      label={label}
      mark={mark}
      error={problem}
      // Told by the field's description, so that who cannot see it hears it there, too.
      note={
        <>
          {note}
          {day ? (
            <span className={css.read}>
              <Icon of={CircleCheck} size={14} /> {spellDay(day)}
            </span>
          ) : (
            [t("day.hint", { example: exampleDay() }), hint].filter(Boolean).join(" ")
          )}
        </>
      }
    >
      {(links) => (
        <div className={css.day}>
          <div className={control.control}>
            <input
              {...links}
              className={control.input}
              value={value}
              onChange={(event) => {
                setTyping(true);
                onChange(event.target.value);
              }}
              onBlur={() => setTyping(false)}
              name={name}
              placeholder={dayPattern()}
              aria-required={required}
              readOnly={readOnly}
              autoComplete="off"
              spellCheck={false}
            />
          </div>
          {!readOnly && (
            <DateCalendar
              label={day ? t("day.chosen", { day: spellDay(day) }) : t("day.openCalendar")}
              title={t("day.calendar")}
              value={day}
              onChange={(picked) => onChange(writeDay(picked))}
              {...(latest && { latest })}
              {...(after && { earliest: dayAfter(after) })}
            />
          )}
        </div>
      )}
    </Field>
  );
}

/** The next day, in the API's form as well. */
function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 60 * 60_000).toISOString().slice(0, 10);
}
