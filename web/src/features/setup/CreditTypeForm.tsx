import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { fieldsOf } from "../../shared/problemWords";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { retireCreditType, saveCreditType, typesOptions } from "../../api/queries/staff/academy";
import type { CreditType } from "../../api/types";
import { NotFound } from "../../shared/NotFound";
import { useCrumbs } from "../../shared/crumbs";
import { Confirm } from "../../shared/Confirm";
import { useNotify } from "../../shared/notify";
import { useTitle } from "../../shared/Page";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { bodyOf, type Form, formOf, gaps } from "./creditType";
import { Amounts, Basics, Counting, Demands, type PartProps, Reviewing } from "./creditTypeParts";
import { SaveFailed } from "../../shared/staff/SaveFailed";
import { useFocusOnError } from "../../shared/staff/useFocusOnError";

const LIST = "/console/credit-types";

export default function CreditTypeForm() {
  const { typeId } = useParams();
  const { types } = useAcademy();
  const type = types.get(typeId ?? "");
  if (typeId !== "new" && !type) return <NotFound />;
  // Another version is another form: what was typed on an old one cannot be saved over it.
  return <Editor key={`${typeId} ${type?.version}`} type={type} />;
}

function Editor({ type }: { type: CreditType | undefined }) {
  const { id: academy_id, administrator } = useAcademy();
  const client = useQueryClient();
  const saving = useMutation(saveCreditType(academy_id));
  const retiringIt = useMutation(retireCreditType(academy_id));
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState<Form>(() => formOf(type));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
  const busy = saving.isPending;
  const [retiring, setRetiring] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  useFocusOnError(fields, errors);
  const title = !type
    ? t("setUp.addType")
    : administrator
      ? t("setUp.editType", { name: type.name })
      : type.name;
  useTitle(title);
  useCrumbs([
    { text: t("setUp.creditTypes"), href: LIST },
    { text: title, href: "#" },
  ]);

  async function save() {
    const missing = gaps(form);
    setErrors(missing);
    setFailure(undefined);
    if (Object.keys(missing).length) return;
    try {
      await saving.mutateAsync({ id: form.id, body: bodyOf(form), version: type?.version });
      done(t("setUp.saved", { name: form.name.trim() }));
    } catch (error) {
      setErrors(fieldsOf(error));
      setFailure(error);
    }
  }

  async function retire() {
    setFailure(undefined);
    try {
      await retiringIt.mutateAsync(type!);
      done(t("setUp.retiredDone", { name: type!.name }));
    } catch (error) {
      // Said on the form, which offers to show what is there now.
      setRetiring(false);
      setFailure(error);
    }
  }

  function done(said: string) {
    notify("success", said);
    void navigate(LIST);
  }

  const part: PartProps = {
    form,
    set: (changed) => {
      setForm((before) => ({ ...before, ...changed }));
      setErrors({});
    },
    errors,
    fixed: !administrator,
    unit: form.unit.trim() || t("setUp.someUnit"),
    type,
  };
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          type &&
          !type.retired &&
          administrator && <Button onClick={() => setRetiring(true)}>{t("setUp.retire")}</Button>
        }
      >
        {title}
      </Header>
      {!administrator && <Alert type="info">{t("setUp.administratorsOnly")}</Alert>}
      {type?.retired && <Alert type="info">{t("setUp.retiredHint")}</Alert>}
      <div ref={fields}>
        <SpaceBetween size="l">
          <Basics {...part} />
          <Amounts {...part} />
          <Demands {...part} />
          <Counting {...part} />
          <Reviewing {...part} />
        </SpaceBetween>
      </div>
      {failure !== undefined && (
        <SaveFailed
          error={failure}
          onShowLatest={() => void client.refetchQueries(typesOptions(academy_id))}
        />
      )}
      {administrator && (
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => navigate(LIST)}>
              {t("common.cancel")}
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void save()}>
              {type?.retired ? t("setUp.revive") : type ? t("common.save") : t("setUp.addType")}
            </Button>
          </SpaceBetween>
        </Box>
      )}
      {retiring && type && (
        <Confirm
          title={t("setUp.retireTitle", { name: type.name })}
          action={t("setUp.retire")}
          onConfirm={retire}
          onClose={() => setRetiring(false)}
        >
          {t("setUp.retireText")}
        </Confirm>
      )}
    </SpaceBetween>
  );
}
