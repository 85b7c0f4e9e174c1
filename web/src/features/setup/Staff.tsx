import "../../text/setup";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Bot, CircleCheck, Clock, Pencil, ShieldAlert, ShieldCheck, Trash2, UserPlus } from "lucide-react";
import { useId, useState } from "react";
import { meOptions, removeMember, saveMember } from "../../api/queries/staff/academy";
import type { StaffMember } from "../../api/types";
import { Refused } from "../../errors";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { useUser } from "../../session/useSession";
import { useTitle } from "../../shared/Page";
import { words } from "../../api/problemWords";
import { useAcademy, useStaff } from "../../shared/staff/academy";
import { t } from "../../text";
import { Avatar } from "../../ui/Avatar";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Dialog } from "../../ui/Dialog";
import { IconButton } from "../../ui/IconButton";
import { Link } from "../../ui/Link";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Stack } from "../../ui/layout";
import { Skeleton } from "../../ui/Skeleton";
import { Table } from "../../ui/Table";
import { TextField } from "../../ui/TextField";
import { toast } from "../../ui/toast";
import Invite from "./Invite";
import { isSystem } from "./principals";
import { RoleField } from "./RoleField";
import css from "./Staff.module.css";

/** Who may review, and who may set the academy up. */
export default function Staff() {
  useTitle(t("setUp.staff"));
  const { administrator } = useAcademy();
  const staff = useStaff();
  const user = useUser();
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<StaffMember>();
  const [removing, setRemoving] = useState<StaffMember>();
  return (
    <Stack gap={5}>
      <PageHeader
        title={t("setUp.staff")}
        lead={t("setUp.staffDescription")}
        actions={
          administrator && (
            <Button variant="primary" icon={UserPlus} onPress={() => setInviting(true)}>
              {t("setUp.addStaff")}
            </Button>
          )
        }
      />
      <SecondFactor />
      {!administrator ? (
        <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>
      ) : !staff ? (
        <Skeleton shape="rows" count={4} />
      ) : (
        <Table
          label={t("setUp.staff")}
          rows={staff}
          rowKey={({ principal }) => principal}
          columns={[
            {
              key: "name",
              header: t("setUp.name"),
              rowHeader: true,
              cell: ({ name, principal }) => (
                <span className={css.person}>
                  <Avatar name={name} size="small" />
                  <span>
                    {name} {principal === user.id && <span className={css.soft}>({t("setUp.you")})</span>}
                  </span>
                </span>
              ),
            },
            {
              key: "role",
              header: t("setUp.role"),
              width: "20%",
              cell: ({ role }) => t(`setUp.roles.${role}`),
            },
            {
              key: "access",
              header: t("setUp.access"),
              width: "34%",
              cell: (member) => <Access member={member} />,
            },
            {
              key: "actions",
              header: t("setUp.actions"),
              hideHeader: true,
              align: "end",
              width: "112px",
              cell: (member) => (
                <span className={css.actions}>
                  <IconButton
                    icon={Pencil}
                    label={t("setUp.editStaff", { name: member.name })}
                    onPress={() => setEditing(member)}
                  />
                  <IconButton
                    icon={Trash2}
                    label={
                      member.principal === user.id
                        ? t("setUp.removeYourself")
                        : t("setUp.removeStaffLabel", { name: member.name })
                    }
                    // Nobody locks themselves out.
                    disabled={member.principal === user.id}
                    onPress={() => setRemoving(member)}
                  />
                </span>
              ),
            },
          ]}
        />
      )}
      {inviting && <Invite onClose={() => setInviting(false)} />}
      {editing && <Editor member={editing} onClose={() => setEditing(undefined)} />}
      {removing && <Remove member={removing} onClose={() => setRemoving(undefined)} />}
    </Stack>
  );
}

/** Whether the staff needs a second factor, and how one's own stands. */
function SecondFactor() {
  const { data } = useQuery(meOptions(useUser().academyId));
  if (!data) return null;
  const { enabled, required } = data.second_factor;
  return (
    <p className={css.factor}>
      <Badge tone={enabled ? "success" : "warning"} icon={enabled ? ShieldCheck : ShieldAlert}>
        {t(enabled ? "staff.factorOn" : "staff.factorOff")}
      </Badge>
      <span>{t(required ? "staff.factorRequired" : "staff.factorFree")}</span>
      <Link to="/security">{t("secondFactor.page")}</Link>
    </p>
  );
}

/** How somebody comes in. */
function Access({ member: { principal, invited } }: { member: StaffMember }) {
  if (invited) {
    return (
      <Badge tone="warning" icon={Clock}>
        {t("setUp.invited")}
      </Badge>
    );
  }
  if (isSystem(principal)) {
    return (
      <span className={css.system}>
        <Badge icon={Bot}>{t("setUp.system")}</Badge> <code>{principal}</code>
      </span>
    );
  }
  return (
    <Badge tone="success" icon={CircleCheck}>
      {t("setUp.person")}
    </Badge>
  );
}

interface ChangeProps {
  member: StaffMember;
  onClose: () => void;
}

/** Why a change of a member was refused. */
export function why(error: unknown): string {
  return error instanceof Refused && error.status === 412 ? t("setUp.conflict") : words(error);
}

function Editor({ member, onClose }: ChangeProps) {
  const { id: academy } = useAcademy();
  const own = member.principal === useUser().id;
  const { mutateAsync } = useMutation(saveMember(academy));
  const id = useId();
  const form = useApiForm({
    of: "StaffBody",
    defaults: { name: member.name, role: member.role },
    send: ({ name, role }) => {
      const { principal, version } = member;
      return mutateAsync({ principal, version, body: { name: name.trim(), role } });
    },
    onSent: ({ name }) => {
      toast.success(t("setUp.saved", { name }));
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="small"
      title={t("setUp.editStaff", { name: member.name })}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form={id} busy={form.busy}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      <Form
        form={form}
        id={id}
        explain={(failure) => (
          <Notice kind="error" announced>
            {why(failure)}
          </Notice>
        )}
      >
        <Stack gap={4}>
          <FormField form={form} name="name">
            {(field) => <TextField {...field} label={t("setUp.name")} autoComplete="off" />}
          </FormField>
          <FormField form={form} name="role">
            {(field) => <RoleField {...field} fixed={own} />}
          </FormField>
        </Stack>
      </Form>
    </Dialog>
  );
}

function Remove({ member, onClose }: ChangeProps) {
  const { id: academy } = useAcademy();
  const { mutate, isPending, error } = useMutation(removeMember(academy));
  return (
    <ConfirmDialog
      open
      danger
      title={t("setUp.removeStaffTitle", { name: member.name })}
      confirm={t("common.remove")}
      cancel={t("common.cancel")}
      busy={isPending}
      onCancel={onClose}
      onConfirm={() =>
        mutate(member, {
          onSuccess: () => {
            toast.success(t("setUp.removed", { name: member.name }));
            onClose();
          },
        })
      }
    >
      <Stack gap={3}>
        {error && (
          <Notice kind="error" announced>
            {why(error)}
          </Notice>
        )}
        <p>{t("setUp.removeStaff")}</p>
      </Stack>
    </ConfirmDialog>
  );
}
