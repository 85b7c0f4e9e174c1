import type { ReactNode, Ref } from "react";
import { OneChoice } from "./CheckboxField";

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  value: boolean;
  onChange: (value: boolean) => void;
  onBlur?: () => void;
  name?: string;
  disabled?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** On or off, at once. */
export function SwitchField(props: Props) {
  return <OneChoice {...props} role="switch" />;
}
