import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type SubmitEvent, useState } from "react";
import { words } from "../../shared/problemWords";
import { t } from "../../text";
import { CognitoError } from "../../session/cognito";
import { codeOf } from "../../session/totp";

const errors: Record<string, string> = {
  CodeMismatchException: t("secondFactor.wrongCode"),
  EnableSoftwareTokenMFAException: t("secondFactor.wrongCode"),
  ExpiredCodeException: t("secondFactor.usedCode"),
  TooManyRequestsException: t("signIn.tooMany"),
  LimitExceededException: t("signIn.tooMany"),
};

interface Props {
  submit: string;
  autoFocus?: boolean;
  /** Use the code; what it throws is told beside the field. */
  onCode: (code: string) => Promise<void>;
}

/** Type the code that an authenticator app shows. */
export function CodeForm({ submit, autoFocus = false, onCode }: Props) {
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function use(event: SubmitEvent) {
    event.preventDefault();
    const code = codeOf(typed);
    if (!code) return setError(t("secondFactor.sixDigits"));
    setBusy(true);
    setError(undefined);
    try {
      await onCode(code);
    } catch (failure) {
      setError((failure instanceof CognitoError && errors[failure.code]) || words(failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void use(event)}>
      <SpaceBetween size="m">
        <FormField
          label={t("secondFactor.code")}
          description={t("secondFactor.codeHint")}
          errorText={error}
          stretch
        >
          <Input
            value={typed}
            onChange={({ detail }) => setTyped(detail.value)}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus={autoFocus}
            spellcheck={false}
            ariaRequired
          />
        </FormField>
        <Button variant="primary" fullWidth loading={busy}>
          {submit}
        </Button>
      </SpaceBetween>
    </form>
  );
}
