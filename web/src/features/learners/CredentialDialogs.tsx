import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { isConflict } from "../../api/cache";
import { words } from "../../api/problemWords";
import {
  decideOnHolding,
  type LearnerOf,
  meetRequirement,
  removeHoldingOf,
  takeBackWaiver,
} from "../../api/queries/staff/holdings";
import type { GrantedWaiver, Holding, HoldingDecision, ReportNode } from "../../api/types";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { useUnsaved } from "../../form/useUnsaved";
import { TypedDay } from "../../shared/programmes/TypedDay";
import { ulid } from "../../shared/ulid";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Dialog } from "../../ui/Dialog";
import { Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { TextArea } from "../../ui/TextArea";
import { toast } from "../../ui/toast";

interface Props {
  of: LearnerOf;
  holding: Holding;
  onClose: () => void;
}

/** Somebody was faster; what they changed is shown by then. */
export const explainMeanwhile = (failure: unknown): ReactNode =>
  isConflict(failure) && (
    <Notice kind="warning" title={t("holding.conflictTitle")} announced>
      {t("rights.latest")}
    </Notice>
  );

/** Confirm what a learner stated of a credential, or do not, with words. */
export function DecideDialog({
  of,
  holding,
  decision,
  onClose,
}: Props & { decision: HoldingDecision["decision"] }) {
  const id = useId();
  const confirms = decision === "confirm";
  const { mutateAsync } = useMutation(decideOnHolding(of));
  const form = useApiForm({
    of: "HoldingDecisionBody",
    defaults: { comment: "" },
    required: confirms ? [] : ["comment"],
    made: ["decision"],
    send: ({ comment }) =>
      mutateAsync({
        id: holding.id,
        version: holding.version,
        body: { decision, comment: comment.trim() || null },
      }),
    onSent: () => {
      toast.success(t(confirms ? "holding.staff.confirmed" : "holding.staff.refused"));
      onClose();
    },
  });
  useUnsaved(form);
  return (
    <Dialog
      open
      size="small"
      title={t(confirms ? "holding.staff.confirmTitle" : "holding.staff.refuseTitle")}
      lead={holding.programme_name}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant={confirms ? "primary" : "danger"} type="submit" form={id} busy={form.busy}>
            {t(confirms ? "holding.staff.confirm" : "holding.staff.refuse")}
          </Button>
        </>
      }
    >
      <Form form={form} id={id} explain={explainMeanwhile}>
        <FormField form={form} name="comment">
          {(field, { maxLength }) => (
            <TextArea
              {...field}
              label={t("holding.staff.comment")}
              rows={3}
              autoFocus
              {...(confirms
                ? { mark: t("common.optional") }
                : { hint: t("holding.staff.refuseHint"), required: true })}
              {...(maxLength !== undefined && { limit: maxLength })}
            />
          )}
        </FormField>
      </Form>
    </Dialog>
  );
}

/** Say that something that is not hours is met, on which day. */
export function MeetDialog({ of, holding, node, onClose }: Props & { node: ReportNode }) {
  const id = useId();
  const [made] = useState(ulid);
  const { mutateAsync } = useMutation(meetRequirement(of));
  const form = useApiForm({
    of: "MetBody",
    defaults: { on: holding.day, comment: "" },
    made: ["id", "requirement"],
    send: ({ on, comment }) =>
      mutateAsync({
        id: holding.id,
        version: holding.version,
        body: { id: made, requirement: node.id, on, comment: comment.trim() || null },
      }),
    onSent: () => {
      toast.success(t("holding.staff.met", { name: node.name }));
      onClose();
    },
  });
  useUnsaved(form);
  return (
    <Dialog
      open
      size="small"
      title={t("holding.staff.meetTitle", { name: node.name })}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form={id} busy={form.busy}>
            {t("holding.staff.meet")}
          </Button>
        </>
      }
    >
      <Form form={form} id={id} explain={explainMeanwhile}>
        <Stack gap={4}>
          <FormField form={form} name="on">
            {(field) => <TypedDay {...field} label={t("holding.staff.meetOn")} />}
          </FormField>
          <FormField form={form} name="comment">
            {(field, { maxLength }) => (
              <TextArea
                {...field}
                label={t("holding.staff.meetComment")}
                mark={t("common.optional")}
                rows={2}
                {...(maxLength !== undefined && { limit: maxLength })}
              />
            )}
          </FormField>
        </Stack>
      </Form>
    </Dialog>
  );
}

export function RemoveDialog({ of, holding, onClose, onRemoved }: Props & { onRemoved: () => void }) {
  // Of the version that was asked about, whatever comes meanwhile.
  const [{ id, version, programme_name: name }] = useState(holding);
  const { mutate, error, isPending } = useMutation(removeHoldingOf(of));
  return (
    <ConfirmDialog
      open
      danger
      title={t("holding.removeTitle")}
      confirm={t("holding.remove")}
      cancel={t("common.cancel")}
      busy={isPending}
      onCancel={onClose}
      onConfirm={() =>
        mutate(
          { id, version },
          {
            onSuccess: () => {
              toast.success(t("holding.removed", { name }));
              onRemoved();
              onClose();
            },
          },
        )
      }
    >
      <Stack gap={3}>
        <Failed error={error} />
        <p>{t("holding.removeText", { name })}</p>
      </Stack>
    </ConfirmDialog>
  );
}

export function TakeBackDialog({ of, holding, granted, onClose }: Props & { granted: GrantedWaiver }) {
  const [{ id, version }] = useState(holding);
  const { mutate, error, isPending } = useMutation(takeBackWaiver(of));
  return (
    <ConfirmDialog
      open
      danger
      title={t("holding.staff.takeBackTitle")}
      confirm={t("holding.staff.takeBack")}
      cancel={t("common.cancel")}
      busy={isPending}
      onCancel={onClose}
      onConfirm={() =>
        mutate(
          { id, version, waiver_id: granted.id },
          {
            onSuccess: () => {
              toast.success(t("holding.staff.takenBack"));
              onClose();
            },
          },
        )
      }
    >
      <Stack gap={3}>
        <Failed error={error} />
        <p>{granted.reason}</p>
      </Stack>
    </ConfirmDialog>
  );
}

function Failed({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    explainMeanwhile(error) || (
      <Notice kind="error" announced>
        {words(error)}
      </Notice>
    )
  );
}
