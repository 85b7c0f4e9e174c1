import "../../text/setup";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { addLearner, learnerOptions, saveLearner } from "../../api/queries/staff/learners";
import type { Learner } from "../../api/types";
import { Refused } from "../../errors";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { DayField } from "../../shared/DayField";
import { useAcademy } from "../../shared/staff/academy";
import { dayOf, writeDay } from "../../shared/typedDay";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Notice } from "../../ui/Notice";
import { Stack } from "../../ui/layout";
import { TextField } from "../../ui/TextField";
import { toast } from "../../ui/toast";

interface Props {
  /** Whoever is changed; nobody, where somebody is added. */
  learner?: Learner;
  onClose: () => void;
  onSaved: (learner: Learner) => void;
}

const valuesOf = (learner: Learner | null | undefined) => ({
  name: learner?.name ?? "",
  mail: learner?.mail ?? "",
  external_id: learner?.external_id ?? "",
  hired_on: learner?.hired_on ? writeDay(learner.hired_on) : "",
});

/** Adds a learner, or changes what the academy says of one. */
export function LearnerDialog({ learner, onClose, onSaved }: Props) {
  const { id: academy } = useAcademy();
  const client = useQueryClient();
  const adding = useMutation(addLearner(academy));
  const saving = useMutation(saveLearner(academy));
  const id = useId();
  const form = useApiForm({
    of: learner ? "LearnerFields" : "NewLearner",
    defaults: valuesOf(learner),
    // A day is typed as people write it.
    made: ["hired_on"],
    check: ({ hired_on }) => ({
      hired_on: hired_on && !dayOf(hired_on) ? { code: "not_a_date", values: {} } : undefined,
    }),
    send: (values) => {
      const fields = {
        name: values.name.trim(),
        external_id: values.external_id.trim() || null,
        hired_on: dayOf(values.hired_on) ?? null,
      };
      if (!learner) return adding.mutateAsync({ ...fields, mail: values.mail.trim() });
      const { learner_id, version } = learner;
      return saving.mutateAsync({ learner_id, version, body: fields });
    },
    onSent: (saved) => {
      toast.success(t(learner ? "learners.saved" : "learners.added", { name: saved.name }));
      onSaved(saved);
    },
  });
  async function showLatest() {
    const latest = learnerOptions(academy, learner!.learner_id);
    form.startOver(valuesOf(await client.query({ ...latest, staleTime: 0 })));
  }
  return (
    <Dialog
      open
      size="small"
      title={learner ? t("learners.edit") : t("learners.add")}
      lead={learner ? undefined : t("learners.addIntro")}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form={id} busy={form.busy}>
            {learner ? t("common.save") : t("learners.add")}
          </Button>
        </>
      }
    >
      <Form
        form={form}
        id={id}
        explain={(failure) =>
          failure instanceof Refused &&
          failure.status === 412 && (
            <Notice
              kind="warning"
              title={t("setUp.conflictTitle")}
              action={<Button onPress={() => void showLatest()}>{t("setUp.showLatest")}</Button>}
              announced
            >
              {t("setUp.conflictForm")}
            </Notice>
          )
        }
      >
        <Stack gap={4}>
          <FormField form={form} name="name">
            {(field) => <TextField {...field} label={t("learners.name")} autoComplete="off" />}
          </FormField>
          {!learner && (
            <FormField form={form} name="mail">
              {(field) => <TextField {...field} label={t("learners.mail")} type="email" autoComplete="off" />}
            </FormField>
          )}
          <FormField form={form} name="external_id">
            {(field) => (
              <TextField
                {...field}
                label={t("learners.externalId")}
                mark={t("common.optional")}
                hint={t("learners.externalIdHint")}
                autoComplete="off"
              />
            )}
          </FormField>
          <FormField form={form} name="hired_on">
            {({ name, value, onChange, error }) => (
              <DayField
                label={t("learners.hiredOn")}
                mark={t("common.optional")}
                hint={t("learners.hiredOnHint")}
                name={name}
                value={value}
                onChange={onChange}
                error={error}
              />
            )}
          </FormField>
        </Stack>
      </Form>
    </Dialog>
  );
}
