import { CalendarDate, parseDate } from "@internationalized/date";
import { Calendar as CalendarIcon, ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarMonthPicker,
  CalendarYearPicker,
} from "react-aria-components/Calendar";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import button from "./Button.module.css";
import { cx } from "./cx";
import css from "./DateCalendar.module.css";
import floating from "./floating.module.css";
import { Icon } from "./Icon";
import { IconButton } from "./IconButton";
import icon from "./IconButton.module.css";
import { useWords } from "./words";

interface Props {
  /** Of the button: what it opens, and the day that is chosen. */
  label: string;
  /** Of the calendar. */
  title: string;
  /** Days as `2026-03-01`. */
  value: string | undefined;
  onChange: (day: string) => void;
  earliest?: string;
  latest?: string;
  disabled?: boolean;
}

const parsed = (day: string | undefined): CalendarDate | undefined => (day ? parseDate(day) : undefined);
/** Far enough for a career, and for what expires late. */
const YEARS = 101;

/** A button that opens a calendar, for a field in which a day can also be typed. */
export function DateCalendar({ label, title, value, onChange, earliest, latest, disabled }: Props) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <IconButton icon={CalendarIcon} label={label} variant="secondary" disabled={disabled ?? false} />
      <Popover className={floating.panel} placement="bottom end" offset={6}>
        <Dialog aria-label={title} className={css.dialog}>
          <Calendar
            aria-label={title}
            value={parsed(value) ?? null}
            {...(earliest && { minValue: parsed(earliest)! })}
            {...(latest && { maxValue: parsed(latest)! })}
            autoFocus
            onChange={(day) => {
              onChange(new CalendarDate(day.year, day.month, day.day).toString());
              setOpen(false);
            }}
          >
            <div className={css.head}>
              <Button
                slot="previous"
                aria-label={words.previousMonth}
                className={cx(button.button, button.quiet, icon.square, icon.small)}
              >
                <Icon of={ChevronLeft} directed />
              </Button>
              <div className={css.pickers}>
                <CalendarMonthPicker>
                  {(picker) => (
                    <select
                      className={css.picker}
                      aria-label={picker["aria-label"]}
                      value={picker.value}
                      onChange={(event) => picker.onChange(Number(event.target.value))}
                    >
                      {picker.items.map((item) => (
                        <option key={item.id} value={item.id}>
                          {item.formatted}
                        </option>
                      ))}
                    </select>
                  )}
                </CalendarMonthPicker>
                <CalendarYearPicker visibleYears={YEARS}>
                  {(picker) => (
                    <select
                      className={css.picker}
                      aria-label={picker["aria-label"]}
                      value={picker.value}
                      onChange={(event) => picker.onChange(Number(event.target.value))}
                    >
                      {picker.items.map((item) => (
                        <option key={item.id} value={item.id}>
                          {item.formatted}
                        </option>
                      ))}
                    </select>
                  )}
                </CalendarYearPicker>
              </div>
              <Button
                slot="next"
                aria-label={words.nextMonth}
                className={cx(button.button, button.quiet, icon.square, icon.small)}
              >
                <Icon of={ChevronRight} directed />
              </Button>
            </div>
            <CalendarGrid className={css.grid} weekdayStyle="short">
              {(date) => <CalendarCell date={date} className={css.cell} />}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
