import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Calendar from "@cloudscape-design/components/calendar";
import Dropdown from "@cloudscape-design/components/dropdown";
import FormField from "@cloudscape-design/components/form-field";
import Icon from "@cloudscape-design/components/icon";
import Input from "@cloudscape-design/components/input";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "../text";
import { isoDay } from "../text/format";
import { dayOf, dayProblem, earlyDayProblem, EXAMPLE, PATTERN, spellDay, writeDay } from "./typedDay";

interface Props {
  label: ReactNode;
  name: string;
  /** As it is typed: whoever sends it reads it with `dayOf`. */
  value: string;
  onChange: (typed: string) => void;
  error: string | undefined;
  hint?: string;
  /** Something to say of the value that stands there. */
  note?: ReactNode;
  /** What the calendar offers: days after this one, and up to that one. */
  after?: string | undefined;
  latest?: string;
  required?: boolean;
  readOnly?: boolean;
  stretch?: boolean;
}

/** A field for a day: typed or pasted in any form that leaves no doubt, or picked from a calendar. */
export function DayField({ value, onChange, name, error, hint, note, after, latest, ...more }: Props) {
  const { label, required = false, readOnly = false, stretch = false } = more;
  const [typing, setTyping] = useState(false);
  const day = dayOf(value);
  const problem = typing ? earlyDayProblem(value) : dayProblem(value);
  return (
    <FormField
      label={label}
      errorText={error ?? problem}
      stretch={stretch}
      // Told by the field's description, so that who cannot see it hears it there, too.
      constraintText={
        <>
          {note}
          <span className="day-text">
            <span className="day-read" aria-live="polite">
              {day && (
                <>
                  <Icon name="status-positive" size="small" /> {spellDay(day)}
                </>
              )}
            </span>
            {!day && [t("day.hint", { example: EXAMPLE }), hint].filter(Boolean).join(" ")}
          </span>
        </>
      }
    >
      <div className="day">
        <Input
          value={value}
          onChange={({ detail }) => {
            setTyping(true);
            onChange(detail.value);
          }}
          onBlur={() => setTyping(false)}
          name={name}
          placeholder={PATTERN}
          ariaRequired={required}
          readOnly={readOnly}
          autoComplete={false}
          spellcheck={false}
        />
        {!readOnly && (
          <DayCalendar
            day={day}
            isOffered={(offered) => (!latest || offered <= latest) && (!after || offered > after)}
            onPick={(picked) => onChange(writeDay(picked))}
          />
        )}
      </div>
    </FormField>
  );
}

interface CalendarProps {
  day: string | undefined;
  isOffered: (day: string) => boolean;
  onPick: (day: string) => void;
}

/** A button that opens a calendar, and gets the focus back when it is closed. */
function DayCalendar({ day, isOffered, onPick }: CalendarProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<ButtonProps.Ref>(null);
  const calendar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (open) calendar.current?.querySelector<HTMLElement>("[role=grid] [tabindex='0']")?.focus();
  }, [open]);

  function close() {
    setOpen(false);
    button.current?.focus();
  }

  return (
    <Dropdown
      open={open}
      ariaRole="dialog"
      ariaLabel={t("day.calendar")}
      onEscape={close}
      onOutsideClick={() => setOpen(false)}
      onFocusLeave={({ detail }) => detail.relatedTarget && setOpen(false)}
      trigger={
        <Button
          ref={button}
          iconName="calendar"
          formAction="none"
          ariaLabel={day ? t("day.chosen", { day: spellDay(day) }) : t("day.openCalendar")}
          ariaExpanded={open}
          onClick={() => setOpen(!open)}
        />
      }
      content={
        open && (
          <div ref={calendar}>
            <Calendar
              value={day ?? ""}
              locale={navigator.language}
              isDateEnabled={(date) => isOffered(isoDay(date))}
              onChange={({ detail }) => {
                onPick(detail.value);
                close();
              }}
            />
          </div>
        )
      }
    />
  );
}
