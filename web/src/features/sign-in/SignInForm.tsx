import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, type SubmitEvent, type ReactNode, useRef, useState } from "react";
import { words } from "../../shared/problemWords";
import { t } from "../../text";
import { CodeForm } from "./CodeForm";
import {
  answerCode,
  associate,
  type Challenge,
  chooseNewPassword,
  CognitoError,
  finishSetUp,
  initiate,
  type Tokens,
  verify,
} from "../../session/cognito";
import { NewPassword, PasswordField } from "./PasswordField";

// Few sign in through it.
const Enrolment = lazy(() => import("./Enrolment"));

const errors: Record<string, string> = {
  NotAuthorizedException: t("signIn.wrong"),
  UserNotFoundException: t("signIn.wrong"),
  PasswordResetRequiredException: t("signIn.resetNeeded"),
  TooManyRequestsException: t("signIn.tooMany"),
  LimitExceededException: t("signIn.tooMany"),
  CodeMismatchException: t("signIn.wrongCode"),
  ExpiredCodeException: t("signIn.wrongCode"),
  UnsupportedChallenge: t("signIn.unsupported"),
};

/** What Cognito refused, in the portal's words where it has some. */
export function reason(error: unknown): string {
  if (!(error instanceof CognitoError)) return words(error);
  return errors[error.code] ?? (error.message || words(error));
}

interface Props {
  email: string;
  heading: string;
  notice?: string;
  /** Whose session is being continued: the address is fixed. */
  fixed?: boolean;
  onSignedIn: (tokens: Tokens) => void;
  onForgot?: (email: string) => void;
}

export function SignInForm({ email: known, heading, notice, fixed, onSignedIn, onForgot }: Props) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [challenge, setChallenge] = useState<Challenge>();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  function accept(answer: Tokens | Challenge) {
    setPassword("");
    if ("id" in answer) onSignedIn(answer);
    else setChallenge(answer);
  }

  /** A sign-in under way lasts a few minutes and takes a few wrong codes; then it begins again. */
  function isOver(failure: unknown): boolean {
    const over = failure instanceof CognitoError && failure.code === "NotAuthorizedException";
    if (over) {
      setChallenge(undefined);
      setError(t("signIn.tookTooLong"));
    }
    return over;
  }

  async function within<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (failure) {
      isOver(failure);
      throw failure;
    }
  }

  async function proceed(step: () => Promise<Tokens | Challenge>) {
    setBusy(true);
    setError(undefined);
    try {
      accept(await step());
    } catch (failure) {
      if (!challenge || !isOver(failure)) setError(reason(failure));
    } finally {
      setBusy(false);
    }
  }

  const back = (
    <Box textAlign="center">
      <Button variant="inline-link" onClick={() => setChallenge(undefined)}>
        {t("signIn.back")}
      </Button>
    </Box>
  );

  switch (challenge?.name) {
    case "NEW_PASSWORD_REQUIRED":
      return (
        <Door heading={t("signIn.newTitle")} intro={t("signIn.newIntro")} error={error}>
          <NewPassword
            busy={busy}
            submit={t("signIn.newSubmit")}
            email={email}
            onChosen={(chosen) => void proceed(() => chooseNewPassword(challenge, chosen))}
          />
        </Door>
      );
    case "SOFTWARE_TOKEN_MFA":
      return (
        <Door heading={t("signIn.codeTitle")} intro={t("signIn.codeIntro")}>
          <CodeForm
            submit={t("signIn.submit")}
            autoFocus
            onCode={async (code) => accept(await within(() => answerCode(challenge, code)))}
          />
          {back}
        </Door>
      );
    case "MFA_SETUP":
      return (
        <Door heading={t("secondFactor.neededTitle")} intro={t("secondFactor.neededAtSignIn")}>
          <SetUp challenge={challenge} email={email} within={within} onDone={accept} />
          {back}
        </Door>
      );
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void proceed(() => initiate(email.trim(), password));
  }

  return (
    <Door heading={heading} intro={fixed ? undefined : t("signIn.intro")} error={error} notice={notice}>
      <form onSubmit={submit}>
        <SpaceBetween size="l">
          <FormField label={t("signIn.email")}>
            <Input
              value={email}
              onChange={({ detail }) => setEmail(detail.value)}
              type="email"
              name="username"
              autoComplete="username"
              inputMode="email"
              disabled={fixed ?? false}
              autoFocus={!known}
              ariaRequired
            />
          </FormField>
          <PasswordField value={password} onChange={setPassword} autoFocus={Boolean(known)} />
          <Button variant="primary" fullWidth loading={busy}>
            {t("signIn.submit")}
          </Button>
          {onForgot && (
            <Box textAlign="center">
              <Link
                href="#"
                onFollow={(event) => {
                  event.preventDefault();
                  onForgot(email.trim());
                }}
              >
                {t("signIn.forgot")}
              </Link>
            </Box>
          )}
        </SpaceBetween>
      </form>
    </Door>
  );
}

interface SetUpProps {
  challenge: Challenge;
  email: string;
  within: <T>(step: () => Promise<T>) => Promise<T>;
  onDone: (answer: Tokens | Challenge) => void;
}

/** Set an authenticator up on the way: each step continues with what the one before answered. */
function SetUp({ challenge, email, within, onDone }: SetUpProps) {
  const session = useRef(challenge.session);
  const begin = () =>
    within(async () => {
      const made = await associate({ Session: session.current });
      session.current = made.session;
      return made.secret;
    });
  const confirm = (code: string) =>
    within(async () => {
      const verified = await verify({ Session: session.current }, code);
      onDone(await finishSetUp({ ...challenge, session: verified }));
    });
  return <Enrolment email={email} begin={begin} confirm={confirm} />;
}

interface DoorProps {
  heading: string;
  intro?: string | undefined;
  error?: string | undefined;
  notice?: string | undefined;
  children: ReactNode;
}

export function Door({ heading, intro, error, notice, children }: DoorProps) {
  return (
    <SpaceBetween size="l">
      <div>
        {heading && (
          <Box variant="h1" padding={{ bottom: "xxs" }}>
            {heading}
          </Box>
        )}
        {intro && <Box color="text-body-secondary">{intro}</Box>}
        <div aria-live="assertive" className="door-error">
          {error && <Alert type="error">{error}</Alert>}
        </div>
      </div>
      {notice && <Alert type="success">{notice}</Alert>}
      {children}
    </SpaceBetween>
  );
}
