import "../../text/setup";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Bot, UserRound } from "lucide-react";
import { useId, useState } from "react";
import { inviteStaff, saveMember } from "../../api/queries/staff/academy";
import { foundLearnersOptions } from "../../api/queries/staff/learners";
import type { InvitedMember, Learner, Role } from "../../api/types";
import { Form } from "../../form/Form";
import { type Bound, FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { useAcademy } from "../../shared/staff/academy";
import { usePaused } from "../../shared/usePaused";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ComboField } from "../../ui/ComboField";
import { Dialog } from "../../ui/Dialog";
import { Notice } from "../../ui/Notice";
import { RadioGroup } from "../../ui/RadioGroup";
import { Stack } from "../../ui/layout";
import { TextField } from "../../ui/TextField";
import { toast } from "../../ui/toast";
import { RoleField } from "./RoleField";
import { why } from "./Staff";
import css from "./Staff.module.css";

const PAUSE_MS = 250;
const STARTS_AS: Role = "reviewer";

type Who = "person" | "system";
const ICONS = { person: UserRound, system: Bot } as const;

/** Add somebody to the staff: a person by a mail, a system by the role it signs with. */
export default function Invite({ onClose }: { onClose: () => void }) {
  const [who, setWho] = useState<Who>("person");
  const [invited, setInvited] = useState<{ member: InvitedMember; mail: string }>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  if (invited) return <Next {...invited} onClose={onClose} />;
  return (
    <Dialog
      open
      size="medium"
      title={t("setUp.addStaff")}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form={id} busy={busy}>
            {who === "person" ? t("setUp.invite") : t("setUp.addStaff")}
          </Button>
        </>
      }
    >
      <Stack gap={4}>
        <RadioGroup
          cards
          label={t("setUp.who")}
          value={who}
          onChange={setWho}
          options={(["person", "system"] as const).map((kind) => ({
            value: kind,
            label: t(`setUp.whoKinds.${kind}`),
            hint: t(`setUp.whoHelp.${kind}`),
            icon: ICONS[kind],
          }))}
        />
        {who === "person" ? (
          <Person id={id} onBusy={setBusy} onInvited={(member, mail) => setInvited({ member, mail })} />
        ) : (
          <System id={id} onBusy={setBusy} onClose={onClose} />
        )}
      </Stack>
    </Dialog>
  );
}

interface FormProps {
  id: string;
  onBusy: (busy: boolean) => void;
}

const failed = (failure: unknown) => (
  <Notice kind="error" announced>
    {why(failure)}
  </Notice>
);

function Person({
  id,
  onBusy,
  onInvited,
}: FormProps & { onInvited: (member: InvitedMember, mail: string) => void }) {
  const { id: academy } = useAcademy();
  const { mutateAsync } = useMutation(inviteStaff(academy));
  const form = useApiForm({
    of: "StaffInvitation",
    defaults: { mail: "", name: "", role: STARTS_AS },
    send: async ({ mail, name, role }) => {
      onBusy(true);
      try {
        return await mutateAsync({ mail: mail.trim(), name: name.trim(), role });
      } finally {
        onBusy(false);
      }
    },
    onSent: (member, { mail }) => onInvited(member, mail.trim()),
  });
  return (
    <Form form={form} id={id} explain={failed}>
      <Stack gap={4}>
        <FormField form={form} name="mail">
          {(field) => (
            <MailField
              {...field}
              onChosen={({ name }) => form.setValue("name", name, { shouldDirty: true })}
            />
          )}
        </FormField>
        <FormField form={form} name="name">
          {(field) => <TextField {...field} label={t("setUp.name")} autoComplete="off" />}
        </FormField>
        <FormField form={form} name="role">
          {(field) => <RoleField {...field} />}
        </FormField>
      </Stack>
    </Form>
  );
}

function System({ id, onBusy, onClose }: FormProps & { onClose: () => void }) {
  const { id: academy } = useAcademy();
  const { mutateAsync } = useMutation(saveMember(academy));
  const form = useApiForm({
    of: "StaffBody",
    defaults: { principal: "", name: "", role: STARTS_AS },
    check: ({ principal }) =>
      principal.trim() ? {} : { principal: { code: "missing" as const, values: {} } },
    send: async ({ principal, name, role }) => {
      onBusy(true);
      try {
        return await mutateAsync({ principal: principal.trim(), body: { name: name.trim(), role } });
      } finally {
        onBusy(false);
      }
    },
    onSent: ({ name }) => {
      toast.success(t("setUp.saved", { name }));
      onClose();
    },
  });
  return (
    <Form form={form} id={id} explain={failed}>
      <Stack gap={4}>
        <FormField form={form} name="principal">
          {(field) => (
            <TextField
              {...field}
              label={t("setUp.systemRole")}
              hint={t("setUp.systemRoleHint")}
              required
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </FormField>
        <FormField form={form} name="name">
          {(field) => <TextField {...field} label={t("setUp.name")} autoComplete="off" />}
        </FormField>
        <FormField form={form} name="role">
          {(field) => <RoleField {...field} />}
        </FormField>
      </Stack>
    </Form>
  );
}

/** A mail address, or that of a learner who is found by what they are called. */
function MailField({
  onChosen,
  onChange,
  ...field
}: Bound<string> & { onChosen: (learner: Learner) => void }) {
  const { id: academy } = useAcademy();
  const search = field.value.trim();
  const words = usePaused(search, PAUSE_MS);
  // An address can be typed without suggestions.
  const { data: found = [] } = useQuery({ ...foundLearnersOptions(academy, words), enabled: Boolean(words) });
  return (
    <ComboField
      {...field}
      label={t("setUp.inviteMail")}
      hint={t("setUp.inviteMailHint")}
      searched
      suggestions={words === search ? found.map(({ mail, name }) => ({ value: mail, hint: name })) : []}
      onChange={(typed) => {
        onChange(typed);
        const chosen = found.find(({ mail }) => mail === typed);
        if (chosen) onChosen(chosen);
      }}
      autoComplete="off"
    />
  );
}

interface NextProps {
  member: InvitedMember;
  mail: string;
  onClose: () => void;
}

/** What somebody who was invited does next, for whoever invited them to pass on. */
function Next({ member, mail, onClose }: NextProps) {
  return (
    <Dialog
      open
      title={t("setUp.invitedTitle", { name: member.name })}
      lead={t("setUp.invitedNext")}
      onCloseRequest={onClose}
      footer={
        <Button variant="primary" onPress={onClose}>
          {t("setUp.invitedDone")}
        </Button>
      }
    >
      <ol className={css.next}>
        {member.next_steps.map((step) => (
          <li key={step}>{t(`setUp.nextStep.${step}`, { mail })}</li>
        ))}
      </ol>
    </Dialog>
  );
}
