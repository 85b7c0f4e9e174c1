import "../../text/setup";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { useMemo, useState } from "react";
import { useWatch } from "react-hook-form";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { isConflict } from "../../api/cache";
import { retireCreditType, saveCreditType, typesOptions } from "../../api/queries/staff/academy";
import type { CreditType } from "../../api/types";
import { Form as Frame } from "../../form/Form";
import { type ApiForm, useApiForm } from "../../form/useApiForm";
import { useUnsaved } from "../../form/useUnsaved";
import { useCrumbs } from "../../shared/crumbs";
import { newDraft } from "../../shared/draft";
import { Fields, type Reading } from "../../shared/adding/Fields";
import { NotFound } from "../../shared/NotFound";
import { useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { Row, Split, Stack } from "../../ui/layout";
import { toast } from "../../ui/toast";
import { explainConflict } from "./Conflict";
import { bodyOf, type Form, formOf, JUDGED, previewOf, wrongs } from "./creditType";
import css from "./CreditTypes.module.css";
import { Amounts, Basics, Counting, Demands, Reviewing } from "./creditTypeParts";
import { Labels } from "./Labels";
import { RuleVersions } from "./RuleVersions";
import { why } from "./Staff";
import { isTemplate, templateOf, Templates } from "./Templates";

const LIST = "/console/credit-types";

export default function CreditTypeForm() {
  const { typeId } = useParams();
  const { types } = useAcademy();
  const [address] = useSearchParams();
  const template = address.get("template") ?? "";
  const type = types.get(typeId ?? "");
  if (typeId !== "new" && !type) return <NotFound />;
  if (!type && !isTemplate(template)) return <Templates />;
  return <Editor key={`${typeId} ${template}`} read={type} template={template} />;
}

function Editor({ read, template }: { read: CreditType | undefined; template: string }) {
  // What somebody else saves meanwhile takes the place of what is typed only where that is asked for.
  const [type, setType] = useState(read);
  const { id: academy, administrator } = useAcademy();
  const client = useQueryClient();
  const saving = useMutation(saveCreditType(academy));
  const navigate = useNavigate();
  const [retiring, setRetiring] = useState(false);
  const fixed = !administrator;
  const title = !type ? t("setUp.addType") : fixed ? type.name : t("setUp.editType", { name: type.name });
  useTitle(title);
  useCrumbs([
    { text: t("setUp.creditTypes"), href: LIST },
    { text: title, href: "#" },
  ]);
  const form = useApiForm<Form, CreditType>({
    of: "CreditTypeBody",
    defaults: type ? formOf(type) : templateOf(template),
    made: JUDGED,
    check: wrongs,
    send: (values) => saving.mutateAsync({ id: values.id, body: bodyOf(values), version: type?.version }),
    onSent: ({ name }) => {
      toast.success(t("setUp.saved", { name }));
      void navigate(LIST);
    },
  });
  useUnsaved(form);
  async function showLatest() {
    const types = await client.query({ ...typesOptions(academy), staleTime: 0 });
    const latest = types.find(({ id }) => id === form.getValues("id"));
    setType(latest);
    form.startOver(formOf(latest));
  }
  const part = { form, fixed, type };
  return (
    <Stack gap={6}>
      <PageHeader
        title={title}
        status={type?.retired && <Badge>{t("setUp.retired")}</Badge>}
        actions={
          type &&
          !type.retired &&
          administrator && (
            <Button icon={Archive} onPress={() => setRetiring(true)}>
              {t("setUp.retire")}
            </Button>
          )
        }
      />
      {fixed && <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>}
      {type?.retired && <Notice kind="info">{t("setUp.retiredHint")}</Notice>}
      <Split
        width={380}
        sticky
        aside={
          <Stack gap={5}>
            <Preview form={form} />
            {type && <RuleVersions type={type} />}
          </Stack>
        }
      >
        <Frame form={form} explain={explainConflict(() => void showLatest())}>
          <Stack gap={7}>
            <Basics {...part} />
            <Amounts {...part} />
            <Demands {...part} />
            <Labels {...part} />
            <Counting {...part} />
            <Reviewing {...part} />
            {administrator && (
              <Row justify="end">
                <Button variant="quiet" onPress={() => void navigate(LIST)}>
                  {t("common.cancel")}
                </Button>
                <Button variant="primary" type="submit" busy={form.busy}>
                  {type?.retired ? t("setUp.revive") : type ? t("common.save") : t("setUp.addType")}
                </Button>
              </Row>
            )}
          </Stack>
        </Frame>
      </Split>
      {retiring && type && (
        <Retire
          type={type}
          onClose={(overtaken) => {
            setRetiring(false);
            if (overtaken && !form.formState.isDirty) void showLatest();
          }}
        />
      )}
    </Stack>
  );
}

const NOTHING_READ: Reading = {
  pages: { kind: "none" },
  marks: new Map(),
  light: () => undefined,
  confirm: () => undefined,
};

/** The learner's own form, as it would be with what is typed. */
function Preview({ form }: { form: ApiForm<Form> }) {
  const typed = useWatch({ control: form.control }) as Form;
  const type = useMemo(() => {
    const preview = previewOf(typed);
    return {
      ...preview,
      name: preview.name || t("setUp.addType"),
      unit: preview.unit || t("setUp.someUnit"),
    };
  }, [typed]);
  const draft = { ...newDraft([type]), lines: [{ creditType: type.id, credits: "" }] };
  return (
    <Section title={t("creditType.preview")} lead={t("creditType.previewLead")}>
      <div className={css.preview} role="img" aria-label={t("creditType.previewOf", { name: type.name })}>
        <div inert>
          {type.requires.includes("file") && <p className={css.file}>{t("creditType.needsFile")}</p>}
          <Fields
            draft={draft}
            onChange={() => undefined}
            types={[type]}
            errors={{}}
            reading={NOTHING_READ}
            cutOut={false}
            onBehalf={false}
          />
        </div>
      </div>
    </Section>
  );
}

interface RetireProps {
  type: CreditType;
  /** Told whether somebody else was faster. */
  onClose: (overtaken: boolean) => void;
}

function Retire({ type, onClose }: RetireProps) {
  const { id: academy } = useAcademy();
  const { mutate, isPending, error } = useMutation(retireCreditType(academy));
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      open
      title={t("setUp.retireTitle", { name: type.name })}
      confirm={t("setUp.retire")}
      cancel={t("common.cancel")}
      busy={isPending}
      onCancel={() => onClose(isConflict(error))}
      onConfirm={() =>
        mutate(type, {
          onSuccess: () => {
            toast.success(t("setUp.retiredDone", { name: type.name }));
            void navigate(LIST);
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
        <p>{t("setUp.retireText")}</p>
      </Stack>
    </ConfirmDialog>
  );
}
