import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { codeOf } from "../../session/totp";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { TextField } from "../../ui/TextField";
import { fieldsAt, reasonAt } from "./reasons";
import css from "./Step.module.css";

interface Props {
  submit: string;
  autoFocus?: boolean;
  /** Use the code; what it throws is told beside the field. */
  onCode: (code: string) => Promise<void>;
}

/** Type the code that an authenticator app shows. */
export function CodeForm({ submit, autoFocus = false, onCode }: Props) {
  const form = useApiForm({
    defaults: { code: "" },
    check: ({ code }) => ({ code: codeOf(code) ? undefined : t("secondFactor.sixDigits") }),
    send: ({ code }) => onCode(codeOf(code)!),
    explainFields: fieldsAt("code"),
  });
  return (
    <Form
      form={form}
      className={css.form}
      explain={(failure) => (
        <Notice kind="error" announced>
          {reasonAt("code", failure)}
        </Notice>
      )}
    >
      <FormField form={form} name="code">
        {(field) => (
          <TextField
            {...field}
            label={t("secondFactor.code")}
            hint={t("secondFactor.codeHint")}
            autoComplete="one-time-code"
            inputMode="numeric"
            spellCheck={false}
            autoFocus={autoFocus}
            figures
            required
          />
        )}
      </FormField>
      <Button type="submit" variant="primary" wide busy={form.busy}>
        {submit}
      </Button>
    </Form>
  );
}
