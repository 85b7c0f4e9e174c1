import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type SubmitEvent, type ReactNode, useState } from "react";
import { t } from "../../text";

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  shown: boolean;
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean | undefined;
  constraint?: string;
  error?: string | undefined;
}

function Field({ label, value, onChange, shown, autoComplete, autoFocus, constraint, error }: FieldProps) {
  return (
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
  );
}

function Show({ shown, onChange }: { shown: boolean; onChange: (shown: boolean) => void }) {
  return (
    <Checkbox checked={shown} onChange={({ detail }) => onChange(detail.checked)}>
      {t("signIn.show")}
    </Checkbox>
  );
}

/** The password somebody has. */
export function PasswordField(props: Pick<FieldProps, "value" | "onChange" | "autoFocus">) {
  const [shown, setShown] = useState(false);
  return (
    <SpaceBetween size="xs">
      <Field label={t("signIn.password")} autoComplete="current-password" shown={shown} {...props} />
      <Show shown={shown} onChange={setShown} />
    </SpaceBetween>
  );
}

interface NewPasswordProps {
  busy: boolean;
  submit: string;
  email: string;
  onChosen: (password: string) => void;
  /** What else has to be filled in, before the password. */
  children?: ReactNode;
  /** Whether that is filled in. */
  ready?: boolean;
}

/** Choose a password: typed twice, since it cannot be seen. */
export function NewPassword({ busy, submit, email, onChosen, children, ready = true }: NewPasswordProps) {
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const [differ, setDiffer] = useState(false);
  const [shown, setShown] = useState(false);

  function choose(event: SubmitEvent) {
    event.preventDefault();
    setDiffer(password !== repeated);
    if (password === repeated) onChosen(password);
  }

  return (
    <form onSubmit={choose}>
      {/* Password managers file the new password under this name. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <SpaceBetween size="l">
        {children}
        <Field
          label={t("signIn.newPassword")}
          value={password}
          onChange={setPassword}
          shown={shown}
          autoComplete="new-password"
          constraint={t("signIn.newPasswordHint")}
          autoFocus={!children}
        />
        <SpaceBetween size="xs">
          <Field
            label={t("signIn.repeat")}
            value={repeated}
            onChange={setRepeated}
            shown={shown}
            autoComplete="new-password"
            error={differ ? t("signIn.differ") : undefined}
          />
          <Show shown={shown} onChange={setShown} />
        </SpaceBetween>
        <Button variant="primary" fullWidth loading={busy} disabled={!ready || !password || !repeated}>
          {submit}
        </Button>
      </SpaceBetween>
    </form>
  );
}
