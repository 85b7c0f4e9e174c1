import { Check, Circle } from "lucide-react";
import { type Ref, useState } from "react";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import { TextField } from "../../ui/TextField";
import { VisuallyHidden } from "../../ui/VisuallyHidden";
import css from "./PasswordField.module.css";
import { RULES } from "./rules";

interface Props {
  label: string;
  /** Which one password managers put here. */
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
  /** Say of each rule for a new one whether it is met. */
  rules?: boolean;
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  error?: string;
  required?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A password, which can be looked at. */
export function PasswordField({ rules = false, autoComplete, value, ...more }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...more}
      value={value}
      name={autoComplete}
      autoComplete={autoComplete}
      type={shown ? "text" : "password"}
      spellCheck={false}
      end={
        <Button
          variant="quiet"
          size="small"
          aria-label={shown ? t("signIn.hidePassword") : t("signIn.showPassword")}
          onPress={() => setShown(!shown)}
        >
          {shown ? t("signIn.hide") : t("signIn.show")}
        </Button>
      }
      {...(rules && { hint: <Rules password={value} /> })}
    />
  );
}

function Rules({ password }: { password: string }) {
  return (
    <>
      {t("signIn.rules.lead")}
      <ul className={css.rules}>
        {RULES.map(({ name, isMet }) => {
          const met = isMet(password);
          return (
            <li key={name} className={cx(css.rule, met && css.met)}>
              <Icon of={met ? Check : Circle} size={14} />
              <span>
                {t(`signIn.rules.${name}`)}
                {met && <VisuallyHidden> ({t("signIn.rules.met")})</VisuallyHidden>}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
