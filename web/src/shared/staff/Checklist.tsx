import Checkbox from "@cloudscape-design/components/checkbox";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Question } from "./verdict";

interface Props {
  label: string;
  questions: Question[];
  yes: Record<string, boolean>;
  /** Whether something is still unanswered that must not be. */
  invalid: boolean;
  onChange: (yes: Record<string, boolean>) => void;
}

export function Checklist({ label, questions, yes, invalid, onChange }: Props) {
  return (
    <div role="group" aria-label={label} data-invalid={invalid || undefined}>
      <SpaceBetween size="xxs">
        {questions.map(({ key, question }) => (
          <Checkbox
            key={key}
            checked={Boolean(yes[key])}
            onChange={({ detail }) => onChange({ ...yes, [key]: detail.checked })}
          >
            {question}
          </Checkbox>
        ))}
      </SpaceBetween>
    </div>
  );
}
