import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { Refused, words } from "../api/errors";
import { staffCall } from "../api/staff";
import type { Role, StaffMember } from "../api/types";
import { useUser } from "../auth/useSession";
import { Confirm } from "../shared/Confirm";
import { kindsOf, nameOf } from "../shared/kinds";
import { useNotify } from "../shared/notify";
import { useTitle } from "../shared/Page";
import { useNarrow } from "../shared/useMedia";
import { text } from "../text";
import { useAcademy } from "./academy";

const t = text.setUp;

export default function Staff() {
  useTitle(t.staff);
  const { staff, administrator } = useAcademy();
  const user = useUser();
  const narrow = useNarrow();
  const [editing, setEditing] = useState<StaffMember | "new">();
  const [removing, setRemoving] = useState<StaffMember>();
  if (!administrator) {
    return (
      <SpaceBetween size="l">
        <Header variant="h1">{t.staff}</Header>
        <Alert type="info">{t.administratorsOnly}</Alert>
      </SpaceBetween>
    );
  }
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t.staffDescription}
        actions={
          <Button variant="primary" iconName="add-plus" onClick={() => setEditing("new")}>
            {t.addStaff}
          </Button>
        }
      >
        {t.staff}
      </Header>
      <Table
        items={staff ?? []}
        trackBy="principal"
        wrapLines={narrow}
        ariaLabels={{ tableLabel: t.staff }}
        columnDefinitions={[
          {
            id: "name",
            header: t.name,
            isRowHeader: true,
            minWidth: 140,
            cell: (member) => (
              <>
                <b>{member.name}</b> {member.principal === user.id && <span className="soft">({t.you})</span>}
                {narrow && <div className="soft">{nameOf(t.roles, member.role)}</div>}
              </>
            ),
          },
          ...(narrow
            ? []
            : [
                {
                  id: "role",
                  header: t.role,
                  minWidth: 120,
                  cell: (member: StaffMember) => nameOf(t.roles, member.role),
                },
                {
                  id: "principal",
                  header: t.principal,
                  minWidth: 200,
                  cell: (member: StaffMember) => <Box variant="code">{member.principal}</Box>,
                },
              ]),
          {
            id: "actions",
            header: t.actions,
            minWidth: 110,
            cell: (member) => (
              <SpaceBetween direction="horizontal" size="xxs">
                <Button
                  variant="icon"
                  iconName="edit"
                  ariaLabel={t.editStaff(member.name)}
                  onClick={() => setEditing(member)}
                />
                <Button
                  variant="icon"
                  iconName="remove"
                  ariaLabel={
                    member.principal === user.id ? t.removeYourself : t.removeStaffLabel(member.name)
                  }
                  // Nobody locks themselves out.
                  disabled={member.principal === user.id}
                  onClick={() => setRemoving(member)}
                />
              </SpaceBetween>
            ),
          },
        ]}
      />
      {editing && (
        <Editor member={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
      {removing && <Remove member={removing} onClose={() => setRemoving(undefined)} />}
    </SpaceBetween>
  );
}

function Editor({ member, onClose }: { member: StaffMember | undefined; onClose: () => void }) {
  const { id: academy_id, reload } = useAcademy();
  const user = useUser();
  const notify = useNotify();
  const [form, setForm] = useState({
    principal: member?.principal ?? "",
    name: member?.name ?? "",
    role: member?.role ?? ("reviewer" as const),
  });
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const errors = failure instanceof Refused ? failure.fields : {};

  async function save() {
    setBusy(true);
    setFailure(undefined);
    try {
      await staffCall("put", "/admin/academies/{academy_id}/staff/{principal}", {
        path: { academy_id, principal: form.principal.trim() },
        body: { name: form.name.trim(), role: form.role },
        ...(member && { version: member.version }),
      });
      notify("success", t.saved(form.name.trim()));
      reload();
      onClose();
    } catch (error) {
      if (error instanceof Refused && error.status === 412) reload();
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <Modal
      visible
      header={member ? t.editStaff(member.name) : t.addStaff}
      closeAriaLabel={text.common.close}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button
              variant="primary"
              loading={busy}
              disabled={!form.principal.trim() || !form.name.trim()}
              onClick={() => void save()}
            >
              {member ? text.common.save : t.addStaff}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {failure !== undefined && <Alert type="error">{why(failure)}</Alert>}
        <FormField label={t.name} errorText={errors["name"]} stretch>
          <Input value={form.name} onChange={({ detail }) => setForm({ ...form, name: detail.value })} />
        </FormField>
        <FormField
          label={t.principal}
          constraintText={t.principalHint}
          errorText={errors["principal"]}
          stretch
        >
          <Input
            value={form.principal}
            disabled={Boolean(member)}
            onChange={({ detail }) => setForm({ ...form, principal: detail.value })}
          />
        </FormField>
        <FormField
          label={t.role}
          description={member?.principal === user.id ? t.roleYourself : undefined}
          errorText={errors["role"]}
          stretch
        >
          <RadioGroup
            value={form.role}
            readOnly={member?.principal === user.id}
            onChange={({ detail }) => setForm({ ...form, role: detail.value as Role })}
            items={kindsOf(t.roles).map((role) => ({
              value: role,
              label: t.roles[role],
              description: t.roleHelp[role],
            }))}
          />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}

function Remove({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const { id: academy_id, reload } = useAcademy();
  const notify = useNotify();

  async function remove() {
    try {
      await staffCall("delete", "/admin/academies/{academy_id}/staff/{principal}", {
        path: { academy_id, principal: member.principal },
        version: member.version,
      });
    } catch (error) {
      if (error instanceof Refused && error.status === 412) reload();
      throw error;
    }
    notify("success", t.removed(member.name));
    reload();
    onClose();
  }

  return (
    <Confirm
      title={t.removeStaffTitle(member.name)}
      action={text.common.remove}
      onConfirm={remove}
      onClose={onClose}
      explain={why}
    >
      {t.removeStaff}
    </Confirm>
  );
}

function why(error: unknown): string {
  return error instanceof Refused && error.status === 412 ? t.conflict : words(error);
}
