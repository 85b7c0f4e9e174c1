import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { enterHolding, programmesOptions } from "../../api/queries/holdings";
import { issueUpload, readUpload } from "../../api/queries/uploads";
import type { AcademyProgramme } from "../../api/types";
import { Form } from "../../form/Form";
import { useUnsaved } from "../../form/useUnsaved";
import { useCrumbs } from "../../shared/crumbs";
import { HoldingFields } from "../../shared/programmes/HoldingFields";
import { HoldingFileField } from "../../shared/programmes/HoldingFileField";
import { useHoldingFile } from "../../shared/programmes/useHoldingFile";
import { useHoldingForm } from "../../shared/programmes/useHoldingForm";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { ulid } from "../../shared/ulid";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { Card } from "../../ui/Card";
import { EmptyState } from "../../ui/EmptyState";
import { Row, Stack } from "../../ui/layout";
import { PageHeader } from "../../ui/PageHeader";
import { toast } from "../../ui/toast";

/** Say that one holds a credential. */
export function EnterCredential() {
  useTitle(t("holding.form.newTitle"));
  useCrumbs([
    { text: t("holding.title"), href: "/credentials" },
    { text: t("holding.form.newTitle"), href: "#" },
  ]);
  const { data, error, refetch } = useQuery(programmesOptions);
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading label={t("common.loading")} />;
  if (data.length === 0) {
    return (
      <EmptyState level={1} title={t("holding.noneOfferedTitle")}>
        {t("holding.noneOffered")}
      </EmptyState>
    );
  }
  return <Open programmes={data} />;
}

function Open({ programmes }: { programmes: AcademyProgramme[] }) {
  // Sent twice, it is one.
  const [id] = useState(ulid);
  const navigate = useNavigate();
  const { mutateAsync } = useMutation(enterHolding);
  const { mutateAsync: issue } = useMutation(issueUpload);
  const file = useHoldingFile({ issue, read: readUpload }, id);
  const form = useHoldingForm({
    programmes,
    file,
    send: (programme, body) => mutateAsync({ id, programme, ...body }),
    onSent: (saved) => {
      toast.success(t("holding.entered", { name: saved.programme_name }));
      void navigate(`/credentials/${saved.id}`, { replace: true });
    },
  });
  useUnsaved(form);
  return (
    <Stack gap={5}>
      <PageHeader title={t("holding.form.newTitle")} lead={t("holding.empty")} />
      <Card>
        <Form form={form}>
          <Stack gap={5}>
            <HoldingFields form={form} programmes={programmes} />
            <HoldingFileField form={form} file={file} hint={t("holding.file.hint")} />
            <Row>
              <Button type="submit" variant="primary" busy={form.busy}>
                {t("holding.form.enter")}
              </Button>
              <ButtonLink variant="quiet" to="/credentials">
                {t("common.cancel")}
              </ButtonLink>
            </Row>
          </Stack>
        </Form>
      </Card>
    </Stack>
  );
}
