import { useWatch } from "react-hook-form";
import { type AcademyProgramme, type Holding, type Parity } from "../../api/types";
import { FormField } from "../../form/FormField";
import { t } from "../../text";
import { formatMonth, today } from "../../text/format";
import { Stack } from "../../ui/layout";
import { RadioGroup } from "../../ui/RadioGroup";
import { SelectField } from "../../ui/SelectField";
import { TextField } from "../../ui/TextField";
import { TypedDay } from "./TypedDay";
import { asksUnder, type HoldingForm } from "./useHoldingForm";
import { factName, valueName } from "./words";

interface Props {
  form: HoldingForm;
  programmes: readonly AcademyProgramme[];
  /** What is changed: under which programme it is stays. */
  holding?: Holding | undefined;
  /** Only these fields, by the names of missing facts. */
  only?: readonly string[];
}

const MONTHS = Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: formatMonth(at + 1) }));
const PARITIES: Record<Parity, true> = { odd: true, even: true };
/** So many values of a fact are all in sight. */
const IN_SIGHT = 5;

/** What has to be known of a credential, by what its programme asks. */
export function HoldingFields({ form, programmes, holding, only }: Props) {
  const chosen = useWatch({ control: form.control, name: "programme" });
  const asks = asksUnder(programmes, chosen, holding?.stated);
  const shows = (name: string) => !only || only.includes(name);
  return (
    <Stack gap={5}>
      {!holding && (
        <FormField form={form} name="programme">
          {(field) => (
            <SelectField
              {...field}
              label={t("holding.form.programme")}
              placeholder={t("holding.form.choose")}
              options={programmes.map(({ id, programme }) => ({ value: id, label: programme.name }))}
            />
          )}
        </FormField>
      )}
      {asks && !only && (
        <FormField form={form} name="number">
          {(field) => (
            <TextField
              {...field}
              label={t("holding.form.numberLabel")}
              mark={t("common.optional")}
              hint={t("holding.form.numberHint")}
              autoComplete="off"
              width="medium"
            />
          )}
        </FormField>
      )}
      {asks && shows("held_since") && (
        <FormField form={form} name="held_since">
          {(field) => (
            <TypedDay
              {...field}
              label={t("holding.form.heldSince")}
              hint={t("holding.form.heldSinceHint")}
              latest={today()}
              {...(asks.needsHeldSince ? { required: true } : { mark: t("common.optional") })}
            />
          )}
        </FormField>
      )}
      {asks?.birthMonth && shows("birth_month") && (
        <FormField form={form} name="birth_month">
          {(field) => (
            <SelectField
              {...field}
              label={factName("birth_month")}
              hint={t("holding.form.birthHint")}
              options={MONTHS}
              width="medium"
              required
            />
          )}
        </FormField>
      )}
      {asks?.birthYear && shows("birth_year") && (
        <FormField form={form} name="birth_year">
          {(field) => (
            <RadioGroup
              {...field}
              label={factName("birth_year")}
              hint={t("holding.form.parityHint")}
              options={(Object.keys(PARITIES) as Parity[]).map((value) => ({
                value,
                label: t(`holding.parity.${value}`),
              }))}
              required
            />
          )}
        </FormField>
      )}
      {asks?.facts
        .filter(({ fact }) => shows(fact))
        .map(({ fact, values }) => (
          <FormField key={`${chosen} ${fact}`} form={form} name={`facts.${fact}`}>
            {(field) => {
              const words = { label: factName(fact), hint: t("holding.form.factHint"), required: true };
              const options = values.map((value) => ({ value, label: valueName(value) }));
              return values.length > IN_SIGHT ? (
                <SelectField {...field} {...words} options={options} width="medium" />
              ) : (
                <RadioGroup {...field} {...words} options={options} />
              );
            }}
          </FormField>
        ))}
    </Stack>
  );
}
