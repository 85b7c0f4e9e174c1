import Select from "@cloudscape-design/components/select";

interface Props {
  label: string;
  /** What stands for no choice; left out, one is always made. */
  any?: string;
  value: string | null;
  options: [string, string][];
  onChange: (value: string | undefined) => void;
}

export function Choice({ label, any, value, options, onChange }: Props) {
  const all = [
    ...(any ? [{ value: "", label: any }] : []),
    ...options.map(([id, name]) => ({ value: id, label: name })),
  ];
  return (
    <Select
      ariaLabel={label}
      selectedOption={all.find((option) => option.value === (value ?? "")) ?? all[0] ?? null}
      options={all}
      onChange={({ detail }) => onChange(detail.selectedOption.value || undefined)}
      expandToViewport
    />
  );
}
