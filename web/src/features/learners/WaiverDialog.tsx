import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useWatch } from "react-hook-form";
import { grantWaiver, type LearnerOf } from "../../api/queries/staff/holdings";
import type { Holding, ReportNode, RequirementKind, Waiver, WaiverKind } from "../../api/types";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { useUnsaved } from "../../form/useUnsaved";
import { kindsOf } from "../../shared/kinds";
import { nodesOf } from "../../shared/programmes/report";
import { TypedDay } from "../../shared/programmes/TypedDay";
import { ulid } from "../../shared/ulid";
import { t } from "../../text";
import { parseAmount } from "../../text/format";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Stack } from "../../ui/layout";
import { RadioGroup } from "../../ui/RadioGroup";
import { SelectField } from "../../ui/SelectField";
import { TextArea } from "../../ui/TextArea";
import { TextField } from "../../ui/TextField";
import { toast } from "../../ui/toast";
import { explainMeanwhile } from "./CredentialDialogs";
import css from "./Credentials.module.css";

interface Props {
  of: LearnerOf;
  holding: Holding;
  onClose: () => void;
}

/** As it is typed; the fields have the API's names where it has them. */
interface Values {
  waiver: {
    kind: WaiverKind;
    on: string;
    months: string;
    days: string;
    requirement: string;
    credits: string;
  };
  reason: string;
}

/** What of a waiver is asked, by its kind. */
const ASKS: Record<WaiverKind, { time: boolean; credits: "needed" | "optional" | "none" }> = {
  extension: { time: true, credits: "optional" },
  fewer: { time: false, credits: "needed" },
  let_off: { time: false, credits: "none" },
  extra: { time: false, credits: "needed" },
};

/** Which requirements more or fewer credits can be asked for, and which can be let off. */
const IN_CREDITS: Record<RequirementKind, boolean> = {
  at_least: true,
  at_most: false,
  confirmed: false,
  all_of: false,
  any_of: false,
  disjoint: false,
};
const CAN_BE_LET_OFF: Record<RequirementKind, boolean> = { ...IN_CREDITS, confirmed: true, disjoint: true };

const whole = (typed: string) => (/^\d{1,4}$/.test(typed.trim()) ? Number(typed) : undefined);

function waiverOf({ kind, on, months, days, requirement, credits }: Values["waiver"]): Waiver {
  const amount = parseAmount(credits) ?? "";
  switch (kind) {
    case "extension":
      return {
        kind,
        on,
        by: { months: whole(months) ?? 0, days: whole(days) ?? 0 },
        extra: amount && requirement ? { [requirement]: amount } : {},
      };
    case "fewer":
    case "extra":
      return { kind, on, requirement, credits: amount };
    case "let_off":
      return { kind, on, requirement };
  }
}

function gapsIn(values: Values): Record<string, string | undefined> {
  const { kind, on, months, days, requirement, credits } = values.waiver;
  const asks = ASKS[kind];
  const asksCredits = asks.credits === "needed" || (asks.credits === "optional" && Boolean(credits.trim()));
  const asksRequirement = kind !== "extension" || asksCredits;
  const noTime = asks.time && !whole(months) && !whole(days);
  const wrongTime = (typed: string) => Boolean(typed.trim()) && whole(typed) === undefined;
  return {
    "waiver.on": on.trim() ? undefined : t("common.required"),
    "waiver.months": noTime || (asks.time && wrongTime(months)) ? t("holding.staff.someTime") : undefined,
    "waiver.days": asks.time && wrongTime(days) ? t("holding.staff.someTime") : undefined,
    "waiver.requirement": asksRequirement && !requirement ? t("common.required") : undefined,
    "waiver.credits": asksCredits && !Number(parseAmount(credits)) ? t("form.wrongAmount") : undefined,
  };
}

/** Grants more time, fewer credits, a requirement let off, or more credits. */
export function WaiverDialog({ of, holding, onClose }: Props) {
  const id = useId();
  const [made] = useState(ulid);
  const { mutateAsync } = useMutation(grantWaiver(of));
  const defaults: Values = {
    waiver: { kind: "extension", on: holding.day, months: "", days: "", requirement: "", credits: "" },
    reason: "",
  };
  const form = useApiForm<Values, Holding>({
    of: "WaiverBody",
    defaults,
    made: ["id", "waiver"],
    check: gapsIn,
    send: (values) =>
      mutateAsync({
        id: holding.id,
        version: holding.version,
        body: { id: made, waiver: waiverOf(values.waiver), reason: values.reason.trim() },
      }),
    onSent: () => {
      toast.success(t("holding.staff.granted"));
      onClose();
    },
  });
  useUnsaved(form);
  const kind = useWatch({ control: form.control, name: "waiver.kind" });
  const asks = ASKS[kind];
  const fits = kind === "let_off" ? CAN_BE_LET_OFF : IN_CREDITS;
  const requirements: ReportNode[] = [...nodesOf(holding.cycle?.nodes ?? [])].filter(
    (node) => fits[node.kind],
  );
  return (
    <Dialog
      open
      title={t("holding.staff.waive")}
      lead={t("holding.staff.waiveLead")}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form={id} busy={form.busy}>
            {t("holding.staff.waive")}
          </Button>
        </>
      }
    >
      <Form form={form} id={id} explain={explainMeanwhile}>
        <Stack gap={5}>
          <FormField form={form} name="waiver.kind">
            {(field) => (
              <RadioGroup
                {...field}
                label={t("holding.staff.waiverKind")}
                options={kindsOf(ASKS).map((value) => ({
                  value,
                  label: t(`holding.staff.kindOf.${value}`),
                }))}
                onChange={(value) => {
                  // What one kind is about, another may not be.
                  form.setValue("waiver.requirement", "");
                  field.onChange(value);
                }}
              />
            )}
          </FormField>
          <FormField form={form} name="waiver.on">
            {(field) => (
              <TypedDay {...field} label={t("holding.staff.on")} hint={t("holding.staff.onHint")} required />
            )}
          </FormField>
          {asks.time && (
            <div className={css.parts}>
              <FormField form={form} name="waiver.months">
                {(field) => (
                  <TextField {...field} label={t("holding.staff.monthsLabel")} inputMode="numeric" figures />
                )}
              </FormField>
              <FormField form={form} name="waiver.days">
                {(field) => (
                  <TextField {...field} label={t("holding.staff.daysLabel")} inputMode="numeric" figures />
                )}
              </FormField>
            </div>
          )}
          {asks.credits !== "none" && (
            <FormField form={form} name="waiver.credits">
              {(field) => (
                <TextField
                  {...field}
                  inputMode="decimal"
                  figures
                  width="short"
                  {...(asks.credits === "optional"
                    ? {
                        label: t("holding.staff.costs"),
                        hint: t("holding.staff.costsHint"),
                        mark: t("common.optional"),
                      }
                    : { label: t("holding.staff.credits"), required: true })}
                />
              )}
            </FormField>
          )}
          <FormField form={form} name="waiver.requirement">
            {(field) => (
              <SelectField
                {...field}
                label={asks.time ? t("holding.staff.costsOf") : t("holding.staff.requirement")}
                options={requirements.map((node) => ({ value: node.id, label: node.name }))}
                required={!asks.time}
                {...(asks.time && { mark: t("common.optional") })}
              />
            )}
          </FormField>
          <FormField form={form} name="reason">
            {(field, { maxLength }) => (
              <TextArea
                {...field}
                label={t("holding.staff.reason")}
                rows={3}
                {...(maxLength !== undefined && { limit: maxLength })}
              />
            )}
          </FormField>
        </Stack>
      </Form>
    </Dialog>
  );
}
