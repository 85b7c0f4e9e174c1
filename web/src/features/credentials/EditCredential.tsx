import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { changeHolding, holdingOptions, programmesOptions } from "../../api/queries/holdings";
import { issueUpload, readUpload } from "../../api/queries/uploads";
import type { AcademyProgramme, Holding } from "../../api/types";
import { Form } from "../../form/Form";
import { useUnsaved } from "../../form/useUnsaved";
import { useCrumbs } from "../../shared/crumbs";
import { NotFound } from "../../shared/NotFound";
import { isNotThere } from "../../shared/notThere";
import { explainChanged } from "../../shared/programmes/explainChanged";
import { HoldingFields } from "../../shared/programmes/HoldingFields";
import { HoldingFileField } from "../../shared/programmes/HoldingFileField";
import { useHoldingFile } from "../../shared/programmes/useHoldingFile";
import { useHoldingForm, valuesOf } from "../../shared/programmes/useHoldingForm";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { Card } from "../../ui/Card";
import { Row, Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { toast } from "../../ui/toast";

/** Put right what is stated of a credential. */
export function EditCredential() {
  const id = useParams()["holdingId"]!;
  useTitle(t("holding.form.editTitle"));
  const holding = useQuery(holdingOptions(id));
  const programmes = useQuery(programmesOptions);
  const name = holding.data?.programme_name ?? t("common.loading");
  useCrumbs([
    { text: t("holding.title"), href: "/credentials" },
    { text: name, href: `/credentials/${id}` },
    { text: t("holding.form.editTitle"), href: "#" },
  ]);
  const failed = [holding, programmes].find(({ error, data }) => error && !data);
  if (failed && isNotThere(failed.error)) return <NotFound />;
  if (failed) return <LoadFailed error={failed.error} retry={() => void failed.refetch()} />;
  if (!holding.data || !programmes.data) return <Loading label={t("common.loading")} />;
  return <Open key={id} holding={holding.data} programmes={programmes.data} />;
}

function Open({ holding, programmes }: { holding: Holding; programmes: AcademyProgramme[] }) {
  // What was looked at is what is changed, until the latest is asked for.
  const [begun, setBegun] = useState(holding);
  const client = useQueryClient();
  const navigate = useNavigate();
  const here = `/credentials/${holding.id}`;
  const { mutateAsync } = useMutation(changeHolding);
  const { mutateAsync: issue } = useMutation(issueUpload);
  const file = useHoldingFile({ issue, read: readUpload }, holding.id, holding.file);
  const form = useHoldingForm({
    programmes,
    file,
    holding: begun,
    send: (_, body) => mutateAsync({ id: begun.id, version: begun.version, body }),
    onSent: (saved) => {
      toast.success(t("holding.saved", { name: saved.programme_name }));
      void navigate(here);
    },
  });
  useUnsaved(form);
  async function showLatest() {
    const latest = await client.query({ ...holdingOptions(holding.id), staleTime: 0 });
    setBegun(latest);
    file.startOver(latest.file);
    form.startOver(valuesOf(latest));
  }
  return (
    <Stack gap={5}>
      <PageHeader title={t("holding.form.editTitle")} lead={begun.programme_name} />
      {begun.state === "confirmed" && <Notice kind="info">{t("holding.form.asksAgain")}</Notice>}
      {begun.state === "refused" && begun.said && (
        <Notice kind="error" title={t("holding.said")}>
          {begun.said}
        </Notice>
      )}
      {!programmes.some(({ id }) => id === begun.programme) && (
        <Notice kind="info">{t("holding.form.retired")}</Notice>
      )}
      <Card>
        <Form form={form} explain={explainChanged(() => void showLatest())}>
          <Stack gap={5}>
            <HoldingFields form={form} programmes={programmes} holding={begun} />
            <HoldingFileField form={form} file={file} hint={t("holding.file.hint")} />
            <Row>
              <Button type="submit" variant="primary" busy={form.busy}>
                {t("common.save")}
              </Button>
              <ButtonLink variant="quiet" to={here}>
                {t("common.cancel")}
              </ButtonLink>
            </Row>
          </Stack>
        </Form>
      </Card>
    </Stack>
  );
}
