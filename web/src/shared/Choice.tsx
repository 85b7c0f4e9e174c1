import { SelectField } from "../ui/SelectField";

interface Props {
  label: string;
  /** What stands for no choice; left out, one is always made. */
  any?: string;
  value: string | null;
  options: [string, string][];
  onChange: (value: string | undefined) => void;
}

/** No id of anything: those have letters, digits and hyphens. */
const ANY = "*";

/** One of several in a row of filters, or none of them. */
export function Choice({ label, any, value, options, onChange }: Props) {
  const all = [
    ...(any ? [{ value: ANY, label: any }] : []),
    ...options.map(([id, name]) => ({ value: id, label: name })),
  ];
  const isKnown = all.some((option) => option.value === value);
  return (
    <SelectField
      label={label}
      hideLabel
      options={all}
      value={isKnown && value ? value : any ? ANY : all[0]?.value}
      onChange={(chosen) => onChange(chosen === ANY ? undefined : chosen)}
    />
  );
}
