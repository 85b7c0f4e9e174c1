import DatePicker from "@cloudscape-design/components/date-picker";
import { text } from "../text";

interface DayProps {
  value: string;
  onChange: (value: string) => void;
  name: string;
  earliest?: string;
  latest?: string;
  required?: boolean;
}

export function Day({ value, onChange, name, earliest, latest, required: isRequired }: DayProps) {
  const iso = (date: Date) => {
    const two = (part: number) => String(part).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  };
  return (
    <DatePicker
      value={value}
      onChange={({ detail }) => onChange(detail.value)}
      name={name}
      placeholder={text.form.datePlaceholder}
      format="iso"
      inputFormat="iso"
      locale={navigator.language}
      ariaRequired={isRequired ?? false}
      i18nStrings={{
        openCalendarAriaLabel: (selected) =>
          selected ? text.form.selectedDate(selected) : text.form.openCalendar,
      }}
      isDateEnabled={(date) => (!latest || iso(date) <= latest) && (!earliest || iso(date) > earliest)}
    />
  );
}
