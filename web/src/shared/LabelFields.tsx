import { Fragment, type ReactNode } from "react";
import type { CreditType } from "../api/types";
import { t } from "../text";
import { SelectField } from "../ui/SelectField";
import { choicesOf } from "./lineLabels";

interface Props {
  type: CreditType;
  labels: Readonly<Record<string, string>>;
  onChange: (labels: Record<string, string>) => void;
  /** What is wrong with a label, by its id. */
  error: (label: string) => string | undefined;
  /** Frames a label that can be read from the document. */
  readable?: (label: string, content: (note: ReactNode) => ReactNode) => ReactNode;
}

/** No id can be this. */
const NOTHING = "-";

/** What a line says of itself: one choice for each label of its credit type. */
export function LabelFields({ type, labels, onChange, error, readable = unframed }: Props) {
  const choose = (label: string, choice: string) => {
    const { [label]: _, ...others } = labels;
    onChange(choice === NOTHING ? others : { ...others, [label]: choice });
  };
  return type.labels.map((rule) => (
    <Fragment key={rule.id}>
      {readable(rule.id, (note) => (
        <SelectField
          label={rule.name}
          value={labels[rule.id] ?? ""}
          options={[
            ...(rule.required ? [] : [{ value: NOTHING, label: t("labels.nothing") }]),
            ...choicesOf(rule, labels[rule.id]),
          ]}
          onChange={(choice) => choose(rule.id, choice)}
          error={error(rule.id)}
          note={note}
          {...(rule.required ? { required: true } : { mark: t("common.optional") })}
        />
      ))}
    </Fragment>
  ));
}

function unframed(_label: string, content: (note: ReactNode) => ReactNode): ReactNode {
  return content(undefined);
}
