import { useState } from "react";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { CognitoError, confirmForgotPassword, forgotPassword } from "../../session/cognito";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { NewPassword } from "./NewPassword";
import { fieldsAt, reasonAt } from "./reasons";
import { Otherwise, Step } from "./Step";
import css from "./Step.module.css";
import { UserField } from "./UserField";

interface Props {
  email: string;
  onDone: (email: string) => void;
  onBack: () => void;
}

/** A new password in the place of a forgotten one, by a code from a mail. */
export function Forgot({ email: known, onDone, onBack }: Props) {
  const [sentTo, setSentTo] = useState<string>();
  const back = (
    <Otherwise>
      <Button variant="quiet" onPress={onBack}>
        {t("signIn.back")}
      </Button>
    </Otherwise>
  );
  if (sentTo === undefined) {
    return (
      <Step heading={t("signIn.forgotTitle")} intro={t("signIn.forgotIntro")}>
        <Ask email={known} onSent={setSentTo} />
        {back}
      </Step>
    );
  }
  return (
    <Step heading={t("signIn.forgotTitle")} intro={t("signIn.codeSent", { email: sentTo })}>
      <NewPassword
        mailed
        submit={t("signIn.reset")}
        email={sentTo}
        onChosen={async (password, code) => {
          await confirmForgotPassword(sentTo, code, password);
          onDone(sentTo);
        }}
      />
      {back}
    </Step>
  );
}

function Ask({ email, onSent }: { email: string; onSent: (email: string) => void }) {
  const form = useApiForm({
    defaults: { username: email },
    required: ["username"],
    send: ({ username }) => askFor(username.trim()),
    onSent: (_, { username }) => onSent(username.trim()),
    explainFields: fieldsAt("forgot"),
  });
  return (
    <Form
      form={form}
      className={css.form}
      explain={(failure) => (
        <Notice kind="error" announced>
          {reasonAt("forgot", failure)}
        </Notice>
      )}
    >
      <FormField form={form} name="username">
        {(field) => <UserField {...field} autoFocus />}
      </FormField>
      <Button type="submit" variant="primary" wide busy={form.busy}>
        {t("signIn.sendCode")}
      </Button>
    </Form>
  );
}

/** An unknown address gets the same answer as a known one. */
async function askFor(email: string): Promise<void> {
  try {
    await forgotPassword(email);
  } catch (failure) {
    if (!(failure instanceof CognitoError && failure.code === "UserNotFoundException")) throw failure;
  }
}
