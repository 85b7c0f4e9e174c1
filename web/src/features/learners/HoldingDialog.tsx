import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import {
  changeHoldingOf,
  enterHoldingFor,
  type LearnerOf,
  learnerHoldingOptions,
} from "../../api/queries/staff/holdings";
import type { AcademyProgramme, Holding } from "../../api/types";
import { Form } from "../../form/Form";
import { useUnsaved } from "../../form/useUnsaved";
import { explainChanged } from "../../shared/programmes/explainChanged";
import { HoldingFields } from "../../shared/programmes/HoldingFields";
import { useHoldingForm, valuesOf } from "../../shared/programmes/useHoldingForm";
import { ulid } from "../../shared/ulid";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
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
  const form = useHoldingForm({
    programmes,
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
        <HoldingFields form={form} programmes={programmes} holding={begun} />
      </Form>
    </Dialog>
  );
}
