import { type ComponentProps, useState } from "react";
import type { Bound } from "../../form/FormField";
import { DayField } from "../DayField";
import { dayOf, writeDay } from "../typedDay";

type Props = Bound<string> & Pick<ComponentProps<typeof DayField>, "label" | "mark" | "hint" | "latest">;

/** A day in a form: its value is the API's where what is typed is clearly one, else what is typed. */
export function TypedDay({ value, onChange, onBlur: _, ref: __, ...field }: Props) {
  const [typed, setTyped] = useState("");
  // Begun anew, or filled in by the form, it is written as days are written here.
  const isOwn = (dayOf(typed) ?? typed) === value;
  return (
    <DayField
      {...field}
      value={isOwn ? typed : dayOf(value) ? writeDay(value) : value}
      onChange={(next) => {
        setTyped(next);
        onChange(dayOf(next) ?? next);
      }}
    />
  );
}
