import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type SubmitEvent, useState } from "react";
import { t } from "../../text";
import { CognitoError, confirmForgotPassword, forgotPassword } from "../../session/cognito";
import { NewPassword } from "./PasswordField";
import { Door, reason } from "./SignInForm";

interface Props {
  email: string;
  onDone: (email: string) => void;
  onBack: () => void;
}

export function Forgot({ email: known, onDone, onBack }: Props) {
  const [email, setEmail] = useState(known);
  const [code, setCode] = useState("");
  const [sent, setSent] = useState(false);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function proceed(step: () => Promise<object>, then: () => void) {
    setBusy(true);
    setError(undefined);
    try {
      await step();
      then();
    } catch (failure) {
      setError(reason(failure));
    } finally {
      setBusy(false);
    }
  }

  function send(event: SubmitEvent) {
    event.preventDefault();
    // An unknown address gets the same answer as a known one.
    const step = () =>
      forgotPassword(email.trim()).catch((failure: unknown) => {
        if (failure instanceof CognitoError && failure.code === "UserNotFoundException") return {};
        throw failure;
      });
    void proceed(step, () => setSent(true));
  }

  const back = (
    <Box textAlign="center">
      <Link
        href="#"
        onFollow={(event) => {
          event.preventDefault();
          onBack();
        }}
      >
        {t("signIn.back")}
      </Link>
    </Box>
  );

  if (!sent) {
    return (
      <Door heading={t("signIn.forgotTitle")} intro={t("signIn.forgotIntro")} error={error}>
        <form onSubmit={send}>
          <SpaceBetween size="l">
            <FormField label={t("signIn.email")}>
              <Input
                value={email}
                onChange={({ detail }) => setEmail(detail.value)}
                type="email"
                name="username"
                autoComplete="username"
                inputMode="email"
                autoFocus
                ariaRequired
              />
            </FormField>
            <Button variant="primary" fullWidth loading={busy} disabled={!email}>
              {t("signIn.sendCode")}
            </Button>
            {back}
          </SpaceBetween>
        </form>
      </Door>
    );
  }

  return (
    <Door heading={t("signIn.forgotTitle")} intro={t("signIn.codeSent", { email })} error={error}>
      <SpaceBetween size="l">
        <NewPassword
          busy={busy}
          submit={t("signIn.reset")}
          email={email}
          ready={Boolean(code.trim())}
          onChosen={(password) =>
            void proceed(
              () => confirmForgotPassword(email.trim(), code.trim(), password),
              () => onDone(email.trim()),
            )
          }
        >
          <FormField label={t("signIn.code")}>
            <Input
              value={code}
              onChange={({ detail }) => setCode(detail.value)}
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              autoFocus
              ariaRequired
            />
          </FormField>
        </NewPassword>
        {back}
      </SpaceBetween>
    </Door>
  );
}
