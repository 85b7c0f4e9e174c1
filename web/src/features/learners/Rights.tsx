import "../../text/setup";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { words } from "../../api/problemWords";
import {
  eraseLearner,
  exportLearner,
  membershipOptions,
  saveMembership,
} from "../../api/queries/staff/learners";
import type { Membership } from "../../api/types";
import { Refused } from "../../errors";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { ExportPart } from "../../shared/ExportPart";
import { Kept } from "../../shared/Kept";
import { LoadFailed } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { formatInstant } from "../../text/format";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Dialog } from "../../ui/Dialog";
import { Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { ProgressBar } from "../../ui/ProgressBar";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";
import { TextArea } from "../../ui/TextArea";
import { TextField } from "../../ui/TextField";
import { toast } from "../../ui/toast";

interface Of {
  learner: string;
  name: string;
}

/** What an administrator does for a learner's rights, and what the academy must keep. */
export function Rights({ learner, name }: Of) {
  const { id: academy } = useAcademy();
  const { data, error, refetch } = useQuery(membershipOptions(academy, learner));
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton shape="card" height={220} />;
  const props = { learner, name, membership: data };
  return (
    <Stack gap={6}>
      {!data.erasure && (
        <>
          <Access {...props} />
          <Hold {...props} />
        </>
      )}
      {!data.erasure && <Export learner={learner} found={data.export} again={refetch} />}
      <Erasure {...props} />
    </Stack>
  );
}

type Part = Of & { membership: Membership };

function Access({ learner, name, membership }: Part) {
  const { id: academy } = useAcademy();
  const saving = useMutation(saveMembership(academy, learner));
  const [asking, setAsking] = useState(false);
  const { active, left_at, hold_reason, version } = membership;
  const save = (wanted: boolean) =>
    saving.mutate(
      { version, body: { active: wanted, hold_reason } },
      {
        onSuccess: () => toast.success(t(wanted ? "rights.reactivated" : "rights.deactivated", { name })),
        onSettled: () => setAsking(false),
      },
    );
  return (
    <Section
      title={t("rights.access")}
      lead={left_at ? t("rights.left", { day: formatInstant(left_at) }) : t("rights.active")}
    >
      <Failed error={saving.error} />
      <div>
        {active ? (
          <Button onPress={() => setAsking(true)}>{t("rights.deactivate")}</Button>
        ) : (
          <Button busy={saving.isPending} onPress={() => save(true)}>
            {t("rights.reactivate")}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        title={t("rights.deactivateTitle", { name })}
        confirm={t("rights.deactivate")}
        cancel={t("common.cancel")}
        danger
        busy={saving.isPending}
        onCancel={() => setAsking(false)}
        onConfirm={() => save(false)}
      >
        {t("rights.deactivateText", { name })}
      </ConfirmDialog>
    </Section>
  );
}

function Hold({ learner, membership }: Part) {
  const { id: academy } = useAcademy();
  const saving = useMutation(saveMembership(academy, learner));
  const { active, hold_since, hold_reason, version } = membership;
  const form = useApiForm({
    of: "MembershipBody",
    defaults: { hold_reason: "" },
    required: ["hold_reason"],
    send: ({ hold_reason: reason }) =>
      saving.mutateAsync({ version, body: { active, hold_reason: reason.trim() } }),
    onSent: () => toast.success(t("rights.holdBegun")),
  });
  const end = () =>
    saving.mutate(
      { version, body: { active } },
      {
        onSuccess: () => {
          form.startOver({ hold_reason: "" });
          toast.success(t("rights.holdEnded"));
        },
      },
    );
  return (
    <Section title={t("rights.hold")} lead={t("rights.holdLead")}>
      {hold_since ? (
        <Stack gap={3}>
          <Failed error={saving.error} />
          <Notice
            kind="warning"
            action={
              <Button busy={saving.isPending} onPress={end}>
                {t("rights.endHold")}
              </Button>
            }
          >
            {t("rights.heldSince", { day: formatInstant(hold_since), reason: hold_reason ?? "" })}
          </Notice>
        </Stack>
      ) : (
        <Form form={form} explain={conflict}>
          <Stack gap={3}>
            <FormField form={form} name="hold_reason">
              {(field) => (
                <TextArea
                  {...field}
                  label={t("rights.holdReason")}
                  hint={t("rights.holdReasonHint")}
                  rows={2}
                />
              )}
            </FormField>
            <div>
              <Button type="submit" busy={form.busy}>
                {t("rights.beginHold")}
              </Button>
            </div>
          </Stack>
        </Form>
      )}
    </Section>
  );
}

function Export({ learner, found, again }: ExportProps) {
  const { id: academy } = useAcademy();
  const starting = useMutation(exportLearner(academy, learner));
  return (
    <ExportPart
      title={t("rights.export")}
      lead={t("rights.exportLead")}
      found={found}
      busy={starting.isPending}
      error={starting.error}
      onStart={() => starting.mutate()}
      latest={async () => (await again()).data?.export}
    />
  );
}

interface ExportProps {
  learner: string;
  found: Membership["export"];
  again: () => Promise<{ data: Membership | undefined }>;
}

function Erasure({ learner, name, membership }: Part) {
  const [asking, setAsking] = useState(false);
  const { erasure, erasure_asked_at } = membership;
  if (erasure) return <Progress erasure={erasure} />;
  return (
    <Section title={t("rights.eraseSection")} lead={t("rights.eraseLead")}>
      {erasure_asked_at && (
        <Notice kind="info">{t("rights.asked", { day: formatInstant(erasure_asked_at) })}</Notice>
      )}
      <div>
        <Button variant="danger" onPress={() => setAsking(true)}>
          {t("rights.erase")}
        </Button>
      </div>
      {asking && <EraseDialog learner={learner} name={name} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function Progress({ erasure }: { erasure: NonNullable<Membership["erasure"]> }) {
  const { state, ended_at, erased } = erasure;
  const counts = {
    certificates: erased["certificates"] ?? 0,
    files: erased["files"] ?? 0,
    records: erased["records"] ?? 0,
  };
  return (
    <Section title={t("rights.eraseSection")}>
      {state === "done" ? (
        <Notice kind="success" announced>
          {t("rights.state.done", { day: formatInstant(ended_at ?? erasure.started_at) })}
        </Notice>
      ) : (
        <>
          <ProgressBar label={t("rights.erasing")} />
          <p role="status">{t(`rights.state.${state}`)}</p>
        </>
      )}
      <p>{t("rights.counts", counts)}</p>
    </Section>
  );
}

function EraseDialog({ learner, name, onClose }: Of & { onClose: () => void }) {
  const { id: academy } = useAcademy();
  const erasing = useMutation(eraseLearner(academy, learner));
  const id = useId();
  const kept = erasing.error instanceof Refused ? erasing.error.problem.kept : null;
  const form = useApiForm({
    defaults: { typed: "" },
    required: ["typed"],
    check: ({ typed }) => ({ typed: typed.trim() === name.trim() ? undefined : t("rights.typedWrong") }),
    send: () => erasing.mutateAsync(),
    onSent: onClose,
  });
  return (
    <Dialog
      open
      role="alertdialog"
      size="small"
      title={t("rights.eraseTitle", { name })}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="danger" type="submit" form={id} busy={form.busy}>
            {t("rights.eraseNow")}
          </Button>
        </>
      }
    >
      <Form form={form} id={id}>
        <Stack gap={4}>
          <p>{t("rights.eraseText")}</p>
          {kept && <Kept kept={kept} />}
          <FormField form={form} name="typed">
            {(field) => (
              <TextField {...field} label={t("rights.typed", { word: name })} autoComplete="off" autoFocus />
            )}
          </FormField>
        </Stack>
      </Form>
    </Dialog>
  );
}

function Failed({ error }: { error: Error | null }) {
  if (!error) return null;
  return (
    conflict(error) || (
      <Notice kind="error" announced title={t("errors.heading")}>
        {words(error)}
      </Notice>
    )
  );
}

/** Somebody else was faster; what they changed is shown by then. */
function conflict(error: unknown): ReactNode {
  return (
    error instanceof Refused &&
    error.status === 412 && (
      <Notice kind="warning" title={t("setUp.conflictTitle")} announced>
        {t("rights.latest")}
      </Notice>
    )
  );
}
