import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { words } from "../../api/problemWords";
import { askToBeErased, exportMyData, ownMembershipOptions } from "../../api/queries/membership";
import { ExportPart } from "../../shared/ExportPart";
import { Kept } from "../../shared/Kept";
import { LoadFailed, useTitle } from "../../shared/Page";
import { t } from "../../text";
import { formatInstant } from "../../text/format";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";

/** What the academy holds on whoever is signed in, and what they can ask for. */
export default function MyData() {
  useTitle(t("myData.title"));
  return (
    <Stack gap={5}>
      <PageHeader title={t("myData.title")} lead={t("myData.lead")} />
      <Export />
      <Erasure />
    </Stack>
  );
}

function Export() {
  const membership = useQuery(ownMembershipOptions);
  const starting = useMutation(exportMyData);
  if (!membership.data) return null;
  return (
    <ExportPart
      title={t("myData.export")}
      lead={t("myData.exportLead")}
      found={membership.data.export}
      busy={starting.isPending}
      error={starting.error}
      onStart={() => starting.mutate()}
      latest={async () => (await membership.refetch()).data?.export}
    />
  );
}

function Erasure() {
  const membership = useQuery(ownMembershipOptions);
  const asking = useMutation(askToBeErased);
  const [open, setOpen] = useState(false);
  const asked = membership.data?.erasure_asked_at;
  return (
    <Section title={t("myData.erase")} lead={t("myData.eraseLead")}>
      {membership.error && !membership.data ? (
        <LoadFailed error={membership.error} retry={() => void membership.refetch()} />
      ) : !membership.data ? (
        <Skeleton />
      ) : asked ? (
        <Stack gap={3}>
          <Notice kind="info" announced>
            {t("myData.asked", { day: formatInstant(asked) })}
          </Notice>
          {membership.data.kept && <Kept kept={membership.data.kept} />}
        </Stack>
      ) : (
        <Stack gap={3}>
          {asking.error && (
            <Notice kind="error" announced title={t("errors.heading")}>
              {words(asking.error)}
            </Notice>
          )}
          <div>
            <Button variant="danger" onPress={() => setOpen(true)}>
              {t("myData.erase")}
            </Button>
          </div>
        </Stack>
      )}
      <ConfirmDialog
        open={open}
        title={t("myData.eraseTitle")}
        confirm={t("myData.send")}
        cancel={t("common.cancel")}
        danger
        busy={asking.isPending}
        onCancel={() => setOpen(false)}
        onConfirm={() => asking.mutate(undefined, { onSettled: () => setOpen(false) })}
      >
        {t("myData.eraseText")}
      </ConfirmDialog>
    </Section>
  );
}
