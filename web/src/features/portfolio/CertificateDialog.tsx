import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { Refused } from "../../errors";
import { fieldsOf, heading, words } from "../../shared/problemWords";
import { useMutation } from "@tanstack/react-query";
import { edit, pagesOf, submit as submitOptions } from "../../api/queries/certificates";
import { issueUpload, pagesOfUpload, readUpload } from "../../api/queries/uploads";
import type { Certificate, CreditType } from "../../api/types";
import { useUser } from "../../session/useSession";
import { CertificateForm } from "../../shared/CertificateForm";
import {
  bodyOf,
  type Draft,
  draftOf,
  gaps,
  isEmpty,
  newDraft,
  obstacles,
  required,
  unforeseen,
} from "../../shared/draft";
import { formatInstant } from "../../text/format";
import { CrossCheck } from "../../shared/Found";
import { KeptDrafts } from "../../shared/keptDrafts";
import { hasEnded } from "../../shared/kinds";
import { leaving } from "../../shared/leaving";
import { useNotify } from "../../shared/notify";
import { Empty } from "../../shared/Page";
import { Preview } from "../../shared/Preview";
import { isUnderWay, type UploadPorts, uploadIdOf, useUpload } from "../../shared/upload";
import { ONE_COLUMN, useMedia } from "../../shared/useMedia";
import { useReading } from "../../shared/useReading";
import { Said } from "../../shared/Said";
import { ulid } from "../../shared/ulid";
import { t } from "../../text";
import { ForecastView, useForecast } from "./Forecast";
import { type OwnDraft, useOwnDraft } from "./useOwnDraft";

interface Props {
  types: CreditType[];
  /** The certificate that is edited; left out, one is added. */
  certificate?: Certificate;
  onClose: () => void;
  /** Show what is edited as it is now; what was typed is kept. */
  onConflict?: () => void;
  onSaved: (certificate: Certificate) => void;
}

export default function CertificateDialog({ types, certificate, ...rest }: Props) {
  const user = useUser();
  const { onClose } = rest;
  const offered = types.filter((type) => !type.retired);
  const handedOver = (useLocation().state as HandedOver | null)?.draft;
  const drafts = useOwnDraft(
    { user: user.id, certificate: certificate?.id },
    () => (certificate ? draftOf(certificate) : newDraft(offered)),
    handedOver,
  );
  // What is claimed already can stay, and be handed in again.
  if (offered.length === 0 && !certificate) {
    return (
      <Modal visible header={t("form.addTitle")} onDismiss={onClose} closeAriaLabel={t("common.close")}>
        <Empty title={t("form.noTypesTitle")} action={<Button onClick={onClose}>{t("common.close")}</Button>}>
          {t("form.noTypes")}
        </Empty>
      </Modal>
    );
  }
  return <Editor key={drafts.own.id} types={types} certificate={certificate} drafts={drafts} {...rest} />;
}

/** What a page tells the one that it leads to. */
interface HandedOver {
  draft?: string;
}

interface EditorProps extends Omit<Props, "certificate"> {
  certificate: Certificate | undefined;
  drafts: OwnDraft;
}

function Editor({ types, certificate, drafts, onClose, onConflict, onSaved }: EditorProps) {
  const user = useUser();
  const notify = useNotify();
  const navigate = useNavigate();
  const { own, keep, forget } = drafts;
  const [draft, setDraft] = useState<Draft>(own.draft);
  const { mutateAsync: issue } = useMutation(issueUpload);
  const ports: UploadPorts = { issue, read: readUpload };
  const submitting = useMutation(submitOptions);
  const editing = useMutation(edit);
  const busy = submitting.isPending || editing.isPending;
  const upload = useUpload(ports, draft.id, draft.file, certificate?.file?.upload_id);
  const handedIn = certificate?.file?.state === "accepted" ? certificate.file.upload_id : undefined;
  const reading = useReading(
    upload.state,
    draft,
    setDraft,
    types,
    (id, signal) =>
      certificate && id === handedIn ? pagesOf(certificate.id, signal) : pagesOfUpload(id, signal),
    handedIn,
  );
  const oneColumn = useMedia(ONE_COLUMN);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
  const [asking, setAsking] = useState(false);
  /** What an earlier try made of this draft, where that has come to an end since. */
  const [ended, setEnded] = useState<Certificate>();
  const top = useRef<HTMLDivElement>(null);
  const claimed = certificate?.claims.map((claim) => claim.credit_type);

  const uploadId = uploadIdOf(upload.state);
  const nameOfFile = upload.state.kind === "none" ? "" : upload.state.name;
  const underWay = isUnderWay(upload.state);
  const body = bodyOf(draft, uploadId);
  const forecasted = useForecast(body);
  const { forecast, errors: foreseen } = forecasted;
  // What is still empty is not wrong before it is submitted; a file says itself how it stands.
  const missing = gaps(draft, required(draft, types), uploadId);
  const marked = {
    ...Object.fromEntries(
      Object.entries(foreseen).filter(([field]) => field !== "upload_id" && !(field in missing)),
    ),
    ...errors,
  };

  // The dialog itself would start at its close button. A new certificate begins with its file.
  const first = (certificate ?? draft.file) ? "input[name=title]" : "input[type=file]";
  useEffect(() => {
    const frame = requestAnimationFrame(() => top.current?.querySelector<HTMLInputElement>(first)?.focus());
    return () => cancelAnimationFrame(frame);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it opens
  }, []);
  // What was said of a file does not hold for what becomes of it next.
  useEffect(() => setErrors(({ upload_id: _, ...others }) => others), [upload.state.kind]);
  useEffect(() => {
    const { state } = upload;
    const file =
      "uploadId" in state ? { uploadId: state.uploadId, name: state.name, size: state.size } : undefined;
    setDraft(({ file: _, ...typed }) => (file ? { ...typed, file } : typed));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- progress is not a change of file
  }, [uploadId, nameOfFile]);
  useEffect(() => {
    const { origins: _, ...stated } = draft;
    if (certificate && JSON.stringify(stated) === JSON.stringify(draftOf(certificate))) forget();
    else keep(draft);
  }, [draft, certificate, keep, forget]);
  useEffect(() => {
    if (!underWay) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [underWay]);

  function change(next: Draft) {
    // What was corrected is no longer marked.
    setErrors((before) =>
      Object.fromEntries(Object.entries(before).filter(([field]) => same(field, draft, next))),
    );
    setDraft(next);
  }

  // Back is no other way out than Cancel.
  useEffect(() => (underWay ? leaving.hold(() => setAsking(true)) : undefined), [underWay]);

  // A click beside the dialog or Escape is easily made, and the file would have to be chosen again.
  function close() {
    if (!underWay) onClose();
    else if (asking) stopAndClose();
    else setAsking(true);
  }
  useEffect(() => {
    if (!underWay) setAsking(false);
  }, [underWay]);

  function stopAndClose() {
    upload.cancel();
    onClose();
  }

  /** Go on where the earlier try arrived, with what was typed since. */
  function showTaken() {
    forget();
    new KeptDrafts({ user: user.id, certificate: draft.id }).keep(own.id, draft);
    const state: HandedOver = { draft: own.id };
    void navigate(`/certificates/${draft.id}?edit=1`, { state, replace: true });
  }

  async function submit(event?: SubmitEvent) {
    event?.preventDefault();
    const wrong = obstacles(draft, types, upload.state);
    setErrors(wrong);
    setFailure(undefined);
    if (Object.keys(wrong).length || !body) return showFirstError();
    try {
      const saved = certificate
        ? await editing.mutateAsync({
            id: certificate.id,
            version: certificate.version,
            content: withoutId(body),
          })
        : await submitting.mutateAsync(body);
      // A submission that comes again is the first one, whatever became of that.
      if (!certificate && hasEnded(saved.status)) return setEnded(saved);
      forget();
      if (certificate) notify("success", t("form.saved", { title: saved.title }));
      else {
        const place = { text: t("form.showSubmitted"), href: `/certificates/${saved.id}` };
        notify("success", t("form.submitted", { title: saved.title }), place);
      }
      onSaved(saved);
    } catch (error) {
      setErrors(fieldsOf(error));
      setFailure(error);
      showFirstError();
    }
  }

  /** Make another certificate of what is typed; its file belongs to the first one. */
  function beginAnew() {
    setEnded(undefined);
    upload.clear();
    setDraft(({ file: _, ...typed }) => ({ ...typed, id: ulid() }));
  }

  function showFirstError() {
    requestAnimationFrame(() => {
      const wrong = top.current?.querySelector<HTMLElement>(
        "[aria-invalid=true], [data-wrong=true] :is(input, button)",
      );
      (wrong ?? top.current)?.scrollIntoView({ block: wrong ? "center" : "start" });
      wrong?.focus();
    });
  }

  const preview = <Preview reading={reading} upload={upload.state} />;
  return (
    <Modal
      visible
      size="xx-large"
      header={certificate ? t("form.editTitle") : t("form.addTitle")}
      closeAriaLabel={t("common.close")}
      onDismiss={close}
      footer={
        <SpaceBetween size="s">
          {asking && underWay && (
            <div role="alert">
              <Alert type="warning" action={<Button onClick={stopAndClose}>{t("form.stopAndClose")}</Button>}>
                {t("form.stopsUpload")}
              </Alert>
            </div>
          )}
          {reading.marks.size > 0 && (
            <span className="soft read-open">{t("reading.open", { count: reading.marks.size })}</span>
          )}
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" onClick={close}>
                {t("common.cancel")}
              </Button>
              <Button variant="primary" loading={busy} onClick={() => void submit()}>
                {certificate ? t("form.resubmit") : t("form.submit")}
              </Button>
            </SpaceBetween>
          </Box>
        </SpaceBetween>
      }
    >
      <div ref={top} className="dialog">
        <form onSubmit={(event) => void submit(event)} noValidate>
          <SpaceBetween size="l">
            {own.isTakenUp && !isEmpty(draft) && (
              <Alert
                type="info"
                action={
                  <Button onClick={drafts.startOver} formAction="none">
                    {t("form.startOver")}
                  </Button>
                }
              >
                {t("form.draftTakenUp")}
              </Alert>
            )}
            {/* To take one up would end the upload. */}
            {!underWay && <LeftDrafts drafts={drafts} isEdit={Boolean(certificate)} />}
            {certificate?.status === "changes_requested" && <Said certificate={certificate} />}
            {ended && (
              <Alert
                type="warning"
                header={t("form.endedTitle", { status: t(`status.${ended.status}`) })}
                action={
                  <Button formAction="none" onClick={beginAnew}>
                    {t("form.beginAnew")}
                  </Button>
                }
              >
                {ended.file ? t("form.endedWithFile") : t("form.ended")}
              </Alert>
            )}
            {failure !== undefined && <Failure error={failure} onConflict={onConflict} onTaken={showTaken} />}
            <CertificateForm
              draft={draft}
              onChange={change}
              types={types}
              kept={claimed}
              upload={upload}
              errors={marked}
              reading={reading}
              preview={oneColumn && preview}
            />
          </SpaceBetween>
          {/* Enter in a field submits. */}
          <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
        </form>
        <div className="dialog-side">
          {!oneColumn && preview}
          <CrossCheck
            found={(upload.state.kind === "accepted" && forecast?.found) || []}
            onShow={(places) => reading.light(places, true)}
          />
          <ForecastView forecasted={forecasted} missing={unforeseen(draft)} types={types} />
        </div>
      </div>
    </Modal>
  );
}

/** What was typed before and never handed in. */
function LeftDrafts({ drafts: { left, takeUp, discard }, isEdit }: { drafts: OwnDraft; isEdit: boolean }) {
  const header = isEdit ? t("form.leftEdits") : t("form.leftDrafts");
  return (
    <div aria-live="polite">
      {left.length > 0 && (
        <Alert type="info" header={header}>
          <ul className="left" aria-label={header}>
            {left.map((one) => {
              const title = one.draft.title.trim() || t("form.untitled");
              return (
                <li key={one.id}>
                  <span className="left-what">
                    <b>{title}</b>
                    <span className="soft">
                      {t("form.leftAt", { instant: formatInstant(new Date(one.at).toISOString()) })}
                    </span>
                  </span>
                  <Button
                    formAction="none"
                    ariaLabel={t("form.takeUpOf", { title })}
                    onClick={() => takeUp(one)}
                  >
                    {t("form.takeUp")}
                  </Button>
                  <Button
                    formAction="none"
                    variant="icon"
                    iconName="remove"
                    ariaLabel={t("form.discardOf", { title })}
                    onClick={() => discard(one)}
                  />
                </li>
              );
            })}
          </ul>
        </Alert>
      )}
    </div>
  );
}

const SHOWN =
  /^(title|issuer|certificate_number|verification_link|earned_on|expires_on|upload_id|claims(\.\d+(\.(credit_type|credits))?)?)$/;

interface FailureProps {
  error: unknown;
  onConflict: (() => void) | undefined;
  onTaken: () => void;
}

function Failure({ error, onConflict, onTaken }: FailureProps) {
  if (error instanceof Refused && error.status === 412) {
    return (
      <Alert
        type="warning"
        header={t("form.conflictTitle")}
        action={
          <Button formAction="none" onClick={onConflict}>
            {t("form.loadLatest")}
          </Button>
        }
      >
        {t("form.conflict")}
      </Alert>
    );
  }
  if (error instanceof Refused && error.is("id-reused")) {
    return (
      <Alert
        type="warning"
        header={t("form.takenTitle")}
        action={
          <Button formAction="none" onClick={onTaken}>
            {t("form.showTaken")}
          </Button>
        }
      >
        {t("form.taken")}
      </Alert>
    );
  }
  const others = Object.entries(fieldsOf(error)).filter(([field]) => !SHOWN.test(field));
  return (
    <Alert type="error" header={heading(error)}>
      {words(error)}
      {others.map(([field, detail]) => (
        <div key={field}>
          {field}: {detail}
        </div>
      ))}
    </Alert>
  );
}

/** Whether what a field's error is about is still as it was. */
function same(field: string, before: Draft, after: Draft): boolean {
  const value = (draft: Draft) => {
    const [name, at, part] = field.split(".");
    if (name === "claims")
      return at && part ? JSON.stringify(draft.lines[Number(at)]) : JSON.stringify(draft.lines);
    const fields: Record<string, unknown> = {
      title: draft.title,
      issuer: draft.issuer,
      certificate_number: draft.certificateNumber,
      verification_link: draft.verificationLink,
      earned_on: draft.earnedOn,
      expires_on: draft.expiresOn,
      upload_id: draft.file?.uploadId,
    };
    return fields[name ?? ""];
  };
  return value(before) === value(after);
}

function withoutId<T extends { id?: unknown }>({ id: _, ...content }: T): Omit<T, "id"> {
  return content;
}
