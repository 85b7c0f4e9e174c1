import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { isConflict } from "../../api/cache";
import { words } from "../../api/problemWords";
import { dispute, withdraw } from "../../api/queries/certificates";
import type { CertificateWithHistory } from "../../api/types";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Dialog } from "../../ui/Dialog";
import { Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { TextArea } from "../../ui/TextArea";
import { toast } from "../../ui/toast";

interface Props {
  certificate: CertificateWithHistory;
  onClose: () => void;
}

/** Asks once more before a certificate is taken back. */
export function Withdrawing({ certificate, onClose }: Props) {
  // Of the version that was asked about, whatever comes meanwhile.
  const [{ id, version }] = useState(certificate);
  const { mutate, error, isPending } = useMutation(withdraw);
  return (
    <ConfirmDialog
      open
      danger
      title={t("certificate.withdrawTitle")}
      confirm={t("certificate.withdrawConfirm")}
      cancel={t("common.cancel")}
      busy={isPending}
      onCancel={onClose}
      onConfirm={() =>
        mutate(
          { id, version },
          {
            onSuccess: () => {
              toast.success(t("certificate.withdrawn"));
              onClose();
            },
          },
        )
      }
    >
      <Stack gap={3}>
        {error && (
          <Notice kind="error" announced>
            {conflictOr(error)}
          </Notice>
        )}
        <p>{t("certificate.withdrawText")}</p>
      </Stack>
    </ConfirmDialog>
  );
}

/** Says what is not right with what staff entered. */
export function Disputing({ certificate, onClose }: Props) {
  const [{ id, version }] = useState(certificate);
  const { mutateAsync } = useMutation(dispute);
  const form = useApiForm({
    of: "DisputeBody",
    defaults: { comment: "" },
    send: ({ comment }) => mutateAsync({ id, version, comment: comment.trim() }),
    onSent: () => {
      toast.success(t("certificate.disputed"));
      onClose();
    },
  });
  return (
    <Dialog
      open
      size="small"
      title={t("certificate.disputeTitle")}
      lead={t("certificate.disputeText")}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" busy={form.busy} onPress={() => form.submit()}>
            {t("certificate.disputeConfirm")}
          </Button>
        </>
      }
    >
      <Form form={form} explain={(failure) => (isConflict(failure) ? t("form.conflict") : undefined)}>
        <FormField form={form} name="comment">
          {(field, { maxLength }) => (
            <TextArea
              {...field}
              label={t("review.comment")}
              rows={4}
              autoFocus
              {...(maxLength !== undefined && { limit: maxLength })}
            />
          )}
        </FormField>
      </Form>
    </Dialog>
  );
}

const conflictOr = (error: unknown) => (isConflict(error) ? t("form.conflict") : words(error));
