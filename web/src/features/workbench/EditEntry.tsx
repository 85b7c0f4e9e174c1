import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { fieldsOf, heading, words } from "../../shared/problemWords";
import { useMutation } from "@tanstack/react-query";
import { issueEntryUpload, pagesOfEntryUpload, readEntryUpload } from "../../api/queries/staff/learners";
import { editEntry } from "../../api/queries/staff/reviews";
import type { Certificate, StaffCertificate } from "../../api/types";
import { useUser } from "../../session/useSession";
import { CertificateForm } from "../../shared/CertificateForm";
import { bodyOf, draftOf, obstacles } from "../../shared/draft";
import { Preview } from "../../shared/Preview";
import { Timeline } from "../../shared/Timeline";
import { type UploadPorts, uploadIdOf, useUpload } from "../../shared/upload";
import { useReading } from "../../shared/useReading";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { type Conflict, isConflict } from "../../shared/staff/conflict";
import { entryActions } from "./entered";
import { useFocusOnError } from "../../shared/staff/useFocusOnError";

interface Props {
  certificate: StaffCertificate;
  conflict: Conflict;
  onClose: () => void;
  /** Begin anew with the certificate as it is now. */
  onStartOver: () => void;
  onSaved: (certificate: Certificate) => void;
}

/** Put right what staff entered, beside its document. */
export default function EditEntry({ certificate, conflict, onClose, onStartOver, onSaved }: Props) {
  const { id: academy_id, types } = useAcademy();
  const { id: reader } = useUser();
  const [draft, setDraft] = useState(() => draftOf(certificate));
  const [approve, setApprove] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
  /** The version that what is typed began with, where another one has come since. */
  const [overtaken, setOvertaken] = useState<number>();
  const { learner_id, id, version } = certificate;
  const { mutateAsync: put, isPending: busy } = useMutation(editEntry(academy_id));
  const { mutateAsync: issue } = useMutation(issueEntryUpload(academy_id, learner_id));
  const ports: UploadPorts = {
    issue,
    read: (upload_id) => readEntryUpload(academy_id, upload_id, learner_id),
  };
  const upload = useUpload(ports, draft.id, draft.file, draft.file?.uploadId);
  const reading = useReading(upload.state, draft, setDraft, [...types.values()], (upload_id, signal) =>
    pagesOfEntryUpload(academy_id, upload_id, signal, learner_id),
  );
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, errors);
  useEffect(() => form.current?.querySelector<HTMLInputElement>("input[name=title]")?.focus(), []);

  async function save(event?: SubmitEvent) {
    event?.preventDefault();
    if (busy) return;
    const known = [...types.values()];
    const wrong = obstacles(draft, known, upload.state);
    setErrors(wrong);
    setFailure(undefined);
    const body = bodyOf(draft, uploadIdOf(upload.state));
    if (Object.keys(wrong).length || !body) return;
    const { id: _, ...content } = body;
    try {
      onSaved(await put({ learner_id, id, version, content: { ...content, approve } }));
    } catch (error) {
      if (isConflict(error) && (await conflict.explain(error, (now) => entryActions(now).has("edit")))) {
        setOvertaken((before) => before ?? certificate.version);
      } else {
        setErrors(fieldsOf(error));
        setFailure(error);
      }
    }
  }

  return (
    <form ref={form} onSubmit={(event) => void save(event)} noValidate>
      <Container header={<Header variant="h2">{t("review.entered.editTitle")}</Header>}>
        <SpaceBetween size="l">
          {overtaken !== undefined && (
            <div role="alert">
              <Alert
                type="warning"
                header={t("form.conflictTitle")}
                action={
                  <Button formAction="none" onClick={onStartOver}>
                    {t("review.entered.startOver")}
                  </Button>
                }
              >
                <SpaceBetween size="s">
                  {t("review.entered.overtaken")}
                  <Timeline
                    events={certificate.events.filter(({ version }) => version > overtaken)}
                    types={types}
                    reader={reader}
                  />
                </SpaceBetween>
              </Alert>
            </div>
          )}
          <CertificateForm
            draft={draft}
            onChange={setDraft}
            types={[...types.values()]}
            kept={certificate.claims.map((claim) => claim.credit_type)}
            upload={upload}
            errors={errors}
            reading={reading}
            // What was handed in before stands beside the form.
            preview={upload.state.kind !== "kept" && <Preview reading={reading} upload={upload.state} />}
            onBehalf
          />
          <Checkbox
            checked={approve}
            description={t("review.entered.approveHint")}
            onChange={({ detail }) => setApprove(detail.checked)}
          >
            {t("entry.approve")}
          </Checkbox>
          {failure !== undefined && (
            <div role="alert">
              <Alert type="error" header={heading(failure)}>
                {words(failure)}
              </Alert>
            </div>
          )}
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" onClick={onClose}>
                {t("common.cancel")}
              </Button>
              <Button variant="primary" loading={busy}>
                {approve ? t("review.entered.saveAndApprove") : t("review.entered.save")}
              </Button>
            </SpaceBetween>
          </Box>
        </SpaceBetween>
      </Container>
    </form>
  );
}
