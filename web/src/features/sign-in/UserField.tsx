import type { Ref } from "react";
import { t } from "../../text";
import { TextField } from "../../ui/TextField";

interface Props {
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  error?: string;
  required?: boolean;
  /** Whose session is being continued. */
  readOnly?: boolean;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** Who signs in. */
export function UserField(props: Props) {
  return (
    <TextField
      {...props}
      label={t("signIn.email")}
      type="email"
      name="username"
      autoComplete="username"
      inputMode="email"
      spellCheck={false}
    />
  );
}
