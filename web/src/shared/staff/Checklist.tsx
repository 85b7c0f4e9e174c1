import { CheckboxGroup } from "../../ui/CheckboxGroup";
import type { Question } from "./verdict";

interface Props {
  label: string;
  questions: Question[];
  yes: Record<string, boolean>;
  /** What is wrong while something is unanswered. */
  error?: string | undefined;
  onChange: (yes: Record<string, boolean>) => void;
}

/** What must be true before something is approved. */
export function Checklist({ label, questions, yes, error, onChange }: Props) {
  return (
    <div data-invalid={error ? true : undefined}>
      <CheckboxGroup
        label={label}
        error={error}
        options={questions.map(({ key, question }) => ({ value: key, label: question }))}
        value={questions.flatMap(({ key }) => (yes[key] ? [key] : []))}
        onChange={(keys) => onChange(Object.fromEntries(keys.map((key) => [key, true])))}
      />
    </div>
  );
}
