import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { TextField } from "../../ui/TextField";
import { PasswordField } from "./PasswordField";
import { fieldsAt, reasonAt } from "./reasons";
import { meetsAll } from "./rules";
import css from "./Step.module.css";

interface Props {
  email: string;
  submit: string;
  /** It takes the code from the mail. */
  mailed?: boolean;
  onChosen: (password: string, code: string) => Promise<void>;
}

/** Choose a password: typed twice, since it cannot be seen. */
export function NewPassword({ email, submit, mailed = false, onChosen }: Props) {
  const form = useApiForm({
    // The code is what the mail says, where one was sent.
    defaults: { code: "", "new-password": "", repeated: "" },
    required: ["new-password", "repeated", ...(mailed ? (["code"] as const) : [])],
    check: ({ "new-password": password, repeated }) => ({
      ...(password && !meetsAll(password) && { "new-password": t("signIn.tooWeak") }),
      ...(repeated && repeated !== password && { repeated: t("signIn.differ") }),
    }),
    send: (chosen) => onChosen(chosen["new-password"], chosen.code.trim()),
    explainFields: fieldsAt("newPassword"),
  });
  return (
    <Form
      form={form}
      className={css.form}
      explain={(failure) => (
        <Notice kind="error" announced>
          {reasonAt("newPassword", failure)}
        </Notice>
      )}
    >
      {/* Password managers file the new password under this name. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      {mailed && (
        <FormField form={form} name="code">
          {(field) => (
            <TextField
              {...field}
              label={t("signIn.code")}
              autoComplete="one-time-code"
              inputMode="numeric"
              spellCheck={false}
              figures
              autoFocus
            />
          )}
        </FormField>
      )}
      <FormField form={form} name="new-password">
        {(field) => (
          <PasswordField
            {...field}
            label={t("signIn.newPassword")}
            autoComplete="new-password"
            autoFocus={!mailed}
            rules
          />
        )}
      </FormField>
      <FormField form={form} name="repeated">
        {(field) => <PasswordField {...field} label={t("signIn.repeat")} autoComplete="new-password" />}
      </FormField>
      <Button type="submit" variant="primary" wide busy={form.busy}>
        {submit}
      </Button>
    </Form>
  );
}
