import Select from "@cloudscape-design/components/select";
import { t } from "../../text";
import { useAcademy } from "./academy";
import type { Action } from "./decisions";
import { reasonsFor } from "./verdict";

interface Props {
  action: Action;
  value: string;
  onChange: (id: string) => void;
}

/** The academy's reasons for a decision against the learner. */
export function ReasonChoice({ action, value, onChange }: Props) {
  const { settings } = useAcademy();
  const options = reasonsFor(settings, action).map((reason) => ({ value: reason.id, label: reason.text }));
  return (
    <Select
      placeholder={t("review.chooseReason")}
      selectedOption={options.find((option) => option.value === value) ?? null}
      options={options}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      expandToViewport
    />
  );
}
