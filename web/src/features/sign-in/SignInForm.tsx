import { lazy, Suspense, useRef, useState } from "react";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
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
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { CodeForm } from "./CodeForm";
import { NewPassword } from "./NewPassword";
import { PasswordField } from "./PasswordField";
import { fieldsAt, reasonAt } from "./reasons";
import { Otherwise, Step } from "./Step";
import css from "./Step.module.css";
import { UserField } from "./UserField";

// Few sign in through it.
const Enrolment = lazy(() => import("./Enrolment"));

interface Props {
  email: string;
  heading: string;
  notice?: string;
  /** Whose session is being continued: the address is fixed. */
  fixed?: boolean;
  onSignedIn: (tokens: Tokens) => void;
  onForgot?: (email: string) => void;
}

/** Sign in, step by step: what comes after the password is the user pool's to say. */
export function SignInForm({ email: known, heading, notice, fixed = false, onSignedIn, onForgot }: Props) {
  const [email, setEmail] = useState(known);
  const [challenge, setChallenge] = useState<Challenge>();
  const [isOver, setIsOver] = useState(false);
  const level = fixed ? 3 : 1;

  function accept(answer: Tokens | Challenge) {
    if ("id" in answer) onSignedIn(answer);
    else setChallenge(answer);
  }

  function startOver(over: boolean) {
    setChallenge(undefined);
    setIsOver(over);
  }

  /** A sign-in under way lasts a few minutes and takes a few wrong codes; then it begins again. */
  async function within<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (failure) {
      if (failure instanceof CognitoError && failure.code === "NotAuthorizedException") startOver(true);
      throw failure;
    }
  }

  const back = (
    <Otherwise>
      <Button variant="quiet" onPress={() => startOver(false)}>
        {t("signIn.back")}
      </Button>
    </Otherwise>
  );

  switch (challenge?.name) {
    case "NEW_PASSWORD_REQUIRED":
      return (
        <Step heading={t("signIn.newTitle")} level={level} intro={t("signIn.newIntro")}>
          <NewPassword
            submit={t("signIn.newSubmit")}
            email={email}
            onChosen={async (chosen) => accept(await within(() => chooseNewPassword(challenge, chosen)))}
          />
          {back}
        </Step>
      );
    case "SOFTWARE_TOKEN_MFA":
      return (
        <Step heading={t("signIn.codeTitle")} level={level} intro={t("signIn.codeIntro")}>
          <CodeForm
            submit={t("signIn.submit")}
            autoFocus
            onCode={async (code) => accept(await within(() => answerCode(challenge, code)))}
          />
          {back}
        </Step>
      );
    case "MFA_SETUP":
      return (
        <Step heading={t("secondFactor.neededTitle")} level={level} intro={t("secondFactor.neededAtSignIn")}>
          <Suspense fallback={<Skeleton shape="card" height={320} />}>
            <SetUp challenge={challenge} email={email} within={within} onDone={accept} />
          </Suspense>
          {back}
        </Step>
      );
  }

  return (
    <Step
      heading={heading}
      level={level}
      {...(!fixed && { intro: t("signIn.intro") })}
      {...(isOver && { problem: t("signIn.tookTooLong") })}
      notice={notice}
    >
      <Password
        email={email}
        fixed={fixed}
        onTyped={(typed) => {
          setEmail(typed);
          setIsOver(false);
        }}
        onAnswer={accept}
        {...(onForgot && { onForgot })}
      />
    </Step>
  );
}

interface PasswordProps {
  email: string;
  fixed: boolean;
  onTyped: (email: string) => void;
  onAnswer: (answer: Tokens | Challenge) => void;
  onForgot?: (email: string) => void;
}

function Password({ email, fixed, onTyped, onAnswer, onForgot }: PasswordProps) {
  const form = useApiForm<{ username: string; "current-password": string }, Tokens | Challenge>({
    defaults: { username: email, "current-password": "" },
    required: ["username", "current-password"],
    send: (typed) => {
      onTyped(typed.username.trim());
      return initiate(typed.username.trim(), typed["current-password"]);
    },
    onSent: onAnswer,
    explainFields: fieldsAt("password"),
  });
  return (
    <Form
      form={form}
      className={css.form}
      explain={(failure) => (
        <Notice kind="error" announced>
          {reasonAt("password", failure)}
        </Notice>
      )}
    >
      <FormField form={form} name="username">
        {(field) => <UserField {...field} readOnly={fixed} autoFocus={!email} />}
      </FormField>
      <FormField form={form} name="current-password">
        {(field) => (
          <PasswordField
            {...field}
            label={t("signIn.password")}
            autoComplete="current-password"
            autoFocus={Boolean(email)}
          />
        )}
      </FormField>
      <Button type="submit" variant="primary" wide busy={form.busy}>
        {t("signIn.submit")}
      </Button>
      {onForgot && (
        <Otherwise>
          <Button variant="quiet" onPress={() => onForgot(form.getValues("username").trim())}>
            {t("signIn.forgot")}
          </Button>
        </Otherwise>
      )}
    </Form>
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
