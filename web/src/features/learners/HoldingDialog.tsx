import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import {
  changeHoldingOf,
  enterHoldingFor,
  type LearnerOf,
  learnerHoldingOptions,
} from "../../api/queries/staff/holdings";
import { issueEntryUpload, readEntryUpload } from "../../api/queries/staff/learners";
import type { AcademyProgramme, Holding } from "../../api/types";
import { Form } from "../../form/Form";
import { useUnsaved } from "../../form/useUnsaved";
import { explainChanged } from "../../shared/programmes/explainChanged";
import { HoldingFields } from "../../shared/programmes/HoldingFields";
import { HoldingFileField } from "../../shared/programmes/HoldingFileField";
import { useHoldingFile } from "../../shared/programmes/useHoldingFile";
import { useHoldingForm, valuesOf } from "../../shared/programmes/useHoldingForm";
import { ulid } from "../../shared/ulid";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Stack } from "../../ui/layout";
import { toast } from "../../ui/toast";

interface Props {
  of: LearnerOf;
  programmes: readonly AcademyProgramme[];
  /** What is put right; nothing, where one is entered. */
  holding?: Holding;
  onClose: () => void;
}

/** Enters a credential for a learner, or puts right what is stated of one. */
export function HoldingDialog({ of, programmes, holding, onClose }: Props) {
  const id = useId();
  // Sent twice, it is one.
  const [made] = useState(ulid);
  const [begun, setBegun] = useState(holding);
  const client = useQueryClient();
  const entering = useMutation(enterHoldingFor(of));
  const changing = useMutation(changeHoldingOf(of));
  const { academy_id, learner_id } = of;
  const { mutateAsync: issue } = useMutation(issueEntryUpload(academy_id, learner_id));
  const read = (uploadId: string) => readEntryUpload(academy_id, uploadId, learner_id);
  const file = useHoldingFile({ issue, read }, holding?.id ?? made, holding?.file);
  const form = useHoldingForm({
    programmes,
    file,
    holding: begun,
    send: (programme, body) =>
      begun
        ? changing.mutateAsync({ id: begun.id, version: begun.version, body })
        : entering.mutateAsync({ id: made, programme, ...body }),
    onSent: ({ programme_name: name }) => {
      toast.success(t(begun ? "holding.saved" : "holding.entered", { name }));
      onClose();
    },
  });
  useUnsaved(form);
  async function showLatest() {
    const latest = await client.query({ ...learnerHoldingOptions(of, begun!.id), staleTime: 0 });
    setBegun(latest);
    file.startOver(latest.file);
    form.startOver(valuesOf(latest));
  }
  return (
    <Dialog
      open
      title={holding ? t("holding.form.editTitle") : t("holding.staff.enter")}
      lead={holding ? t("holding.staff.editLead") : t("holding.staff.enterLead")}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form={id} busy={form.busy}>
            {holding ? t("common.save") : t("holding.staff.enter")}
          </Button>
        </>
      }
    >
      <Form form={form} id={id} explain={explainChanged(() => void showLatest())}>
        <Stack gap={5}>
          <HoldingFields form={form} programmes={programmes} holding={begun} />
          <HoldingFileField form={form} file={file} hint={t("holding.file.staffHint")} />
        </Stack>
      </Form>
    </Dialog>
  );
}
