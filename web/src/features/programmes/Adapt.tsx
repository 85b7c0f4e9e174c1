import "../../text/setup";
import "../../text/rules";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { installPack, programmePackOptions } from "../../api/queries/staff/programmes";
import type { AcademyProgramme, ProgrammePack } from "../../api/types";
import { Refused } from "../../errors";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { useUnsaved } from "../../form/useUnsaved";
import { useCrumbs } from "../../shared/crumbs";
import { NotFound } from "../../shared/NotFound";
import { LoadFailed, useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { Grid, Row, Stack } from "../../ui/layout";
import { TextField } from "../../ui/TextField";
import { idOf } from "./draft";
import { LIST } from "./state";

/** Takes a shipped programme over under a name of one's own, to be changed from then on. */
export default function Adapt() {
  const { packId = "" } = useParams();
  const { id: academy, administrator } = useAcademy();
  const { data, error, refetch } = useQuery(programmePackOptions(academy, packId));
  if (!administrator) return <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>;
  if (error instanceof Refused && error.status === 404) return <NotFound />;
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  return data ? <Named pack={data} /> : <Skeleton shape="card" height={240} />;
}

function Named({ pack: { id: pack, programme } }: { pack: ProgrammePack }) {
  const { id: academy } = useAcademy();
  const navigate = useNavigate();
  const { mutateAsync } = useMutation(installPack(academy));
  const title = t("programmes.adaptOf", { name: programme.name });
  useTitle(title);
  useCrumbs([
    { text: t("shell.programmes"), href: LIST },
    { text: programme.name, href: `${LIST}/packs/${pack}` },
    { text: t("programmes.adapt"), href: "#" },
  ]);
  const form = useApiForm<{ name: string; id: string }, AcademyProgramme>({
    of: "InstallBody",
    defaults: { name: "", id: "" },
    required: ["name", "id"],
    send: ({ name, id }) => mutateAsync({ pack, name: name.trim(), id, state: "draft" }),
    onSent: ({ id }) => void navigate(`${LIST}/${id}/edit`),
  });
  useUnsaved(form);
  return (
    <Stack gap={6}>
      <PageHeader title={title} lead={t("programmes.adaptLead")} />
      <Form form={form}>
        <Stack gap={5}>
          <Grid min={240}>
            <FormField form={form} name="name">
              {(field) => (
                <TextField
                  {...field}
                  label={t("programmes.name")}
                  hint={t("programmes.adaptNameHint")}
                  autoComplete="off"
                  onChange={(name) => {
                    const before = idOf(field.value);
                    field.onChange(name);
                    // The id follows the name until it is written by hand.
                    if (form.getValues("id") === before) form.setValue("id", idOf(name));
                  }}
                />
              )}
            </FormField>
            <FormField form={form} name="id">
              {(field) => (
                <TextField
                  {...field}
                  label={t("setUp.id")}
                  hint={t("setUp.idHint")}
                  autoComplete="off"
                  spellCheck={false}
                />
              )}
            </FormField>
          </Grid>
          <Row justify="end">
            <Button variant="quiet" onPress={() => void navigate(`${LIST}/packs/${pack}`)}>
              {t("common.cancel")}
            </Button>
            <Button variant="primary" type="submit" busy={form.busy}>
              {t("programmes.adaptGo")}
            </Button>
          </Row>
        </Stack>
      </Form>
    </Stack>
  );
}
