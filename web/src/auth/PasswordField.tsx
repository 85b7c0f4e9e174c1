import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type FormEvent, useState } from "react";
import { text } from "../text";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
  constraint?: string;
  error?: string | undefined;
}

export function PasswordField({ label, value, onChange, autoComplete, autoFocus, constraint, error }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <SpaceBetween size="xs">
      <FormField label={label} constraintText={constraint} errorText={error} stretch>
        <Input
          value={value}
          onChange={({ detail }) => onChange(detail.value)}
          type={shown ? "text" : "password"}
          name={autoComplete}
          autoComplete={autoComplete}
          autoFocus={autoFocus ?? false}
          spellcheck={false}
          ariaRequired
        />
      </FormField>
      <Checkbox checked={shown} onChange={({ detail }) => setShown(detail.checked)}>
        {text.signIn.show}
      </Checkbox>
    </SpaceBetween>
  );
}

interface NewPasswordProps {
  busy: boolean;
  submit: string;
  email: string;
  onChosen: (password: string) => void;
}

/** Choose a password: typed twice, since it cannot be seen. */
export function NewPassword({ busy, submit, email, onChosen }: NewPasswordProps) {
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const [differ, setDiffer] = useState(false);

  function choose(event: FormEvent) {
    event.preventDefault();
    setDiffer(password !== repeated);
    if (password === repeated) onChosen(password);
  }

  return (
    <form onSubmit={choose}>
      {/* Password managers file the new password under this name. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <SpaceBetween size="l">
        <PasswordField
          label={text.signIn.newPassword}
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          constraint={text.signIn.newPasswordHint}
          autoFocus
        />
        <PasswordField
          label={text.signIn.repeat}
          value={repeated}
          onChange={setRepeated}
          autoComplete="new-password"
          error={differ ? text.signIn.differ : undefined}
        />
        <Button variant="primary" fullWidth loading={busy} disabled={!password || !repeated}>
          {submit}
        </Button>
      </SpaceBetween>
    </form>
  );
}
