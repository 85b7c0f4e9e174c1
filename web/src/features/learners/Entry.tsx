import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Multiselect from "@cloudscape-design/components/multiselect";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { fieldsOf, heading, reasonOf, words } from "../../shared/problemWords";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import {
  foundLearnersOptions,
  issueEntryUpload,
  pagesOfEntryUpload,
  readEntryUpload,
} from "../../api/queries/staff/learners";
import { enter } from "../../api/queries/staff/reviews";
import type { Kind, Learner, Result } from "../../api/types";
import { useCrumbs } from "../../shared/crumbs";
import { CertificateForm } from "../../shared/CertificateForm";
import { bodyOf, newDraft, obstacles } from "../../shared/draft";
import { Preview } from "../../shared/Preview";
import { hasEnded, kindsOf } from "../../shared/kinds";
import { useNotify } from "../../shared/notify";
import { useTitle } from "../../shared/Page";
import { ulid } from "../../shared/ulid";
import { type UploadPorts, uploadIdOf, useUpload } from "../../shared/upload";
import { usePaused } from "../../shared/usePaused";
import { useReading } from "../../shared/useReading";
import { t, textsOf } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { useFocusOnError } from "../../shared/staff/useFocusOnError";

const PAUSE_MS = 250;

/** Enter a certificate for one learner, or one event for many. */
export default function Entry() {
  const { id: academy_id, types: all } = useAcademy();
  const types = [...all.values()].filter((type) => !type.retired);
  const given = (useLocation().state as { learners?: Learner[] } | null)?.learners ?? [];
  const navigate = useNavigate();
  const notify = useNotify();
  const [learners, setLearners] = useState(given);
  const [draft, setDraft] = useState(() => newDraft(types));
  const [kind, setKind] = useState<Kind>("external");
  const [approve, setApprove] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
  const [left, setLeft] = useState<Result[]>([]);
  const fields = useRef<HTMLDivElement>(null);
  useFocusOnError(fields, errors);
  const title = learners.length === 1 ? t("entry.title") : t("entry.titleMany");
  useTitle(title);
  useCrumbs([
    { text: t("learners.title"), href: "/console/learners" },
    { text: title, href: "#" },
  ]);
  const { mutateAsync: issue } = useMutation(issueEntryUpload(academy_id));
  const { mutateAsync: send, isPending: busy } = useMutation(enter(academy_id));
  // One file for all of them belongs to the academy, not to one learner.
  const ports: UploadPorts = {
    issue,
    read: (upload_id) => readEntryUpload(academy_id, upload_id),
  };
  const upload = useUpload(ports, draft.id);
  const uploadId = uploadIdOf(upload.state);
  const reading = useReading(upload.state, draft, setDraft, types, (upload_id, signal) =>
    pagesOfEntryUpload(academy_id, upload_id, signal),
  );

  async function submit() {
    const missing = obstacles(draft, types, upload.state);
    if (!learners.length) missing["learner_ids"] = t("entry.nobody");
    setErrors(missing);
    setFailure(undefined);
    setLeft([]);
    const body = bodyOf(draft, uploadId);
    if (Object.keys(missing).length || !body) return;
    try {
      const { items } = await send({
        ...body,
        kind,
        approve,
        learner_ids: learners.map((learner) => learner.learner_id),
      });
      // A try that arrived before, and has come to an end since, is not entered once more by itself.
      const ended = items.filter(({ certificate }) => certificate && hasEnded(certificate.status));
      const refused = [...items.filter((item) => item.status >= 300), ...ended];
      notify(
        refused.length ? "warning" : "success",
        t("entry.done", { done: items.length - refused.length, all: items.length }),
      );
      if (!refused.length) {
        const [only] = learners;
        void navigate(learners.length === 1 ? `/console/learners/${only!.learner_id}` : "/console/learners");
        return;
      }
      setLeft(refused);
      if (ended.length) {
        upload.clear();
        setDraft({ ...draft, id: ulid() });
      }
      setLearners(
        learners.filter((learner) => refused.some((result) => result.learner_id === learner.learner_id)),
      );
    } catch (error) {
      setErrors(fieldsOf(error));
      setFailure(error);
    }
  }

  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t("entry.intro")}>
        {title}
      </Header>
      <div ref={fields}>
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{t("entry.who")}</Header>}>
            <Who learners={learners} onChange={setLearners} error={errors["learner_ids"]} />
          </Container>
          <Container>
            <CertificateForm
              draft={draft}
              onChange={setDraft}
              types={types}
              upload={upload}
              errors={errors}
              reading={reading}
              preview={<Preview reading={reading} upload={upload.state} />}
              onBehalf
            />
          </Container>
          <Container>
            <SpaceBetween size="l">
              <FormField label={t("entry.kind")} stretch>
                <RadioGroup
                  value={kind}
                  onChange={({ detail }) => setKind(detail.value as Kind)}
                  items={kindsOf(textsOf("kind")).map((value) => ({
                    value,
                    label: t(`kind.${value}`),
                    description: t(`entry.kindHelp.${value}`),
                  }))}
                />
              </FormField>
              <Checkbox
                checked={approve}
                description={t("entry.approveHint")}
                onChange={({ detail }) => setApprove(detail.checked)}
              >
                {t("entry.approve")}
              </Checkbox>
            </SpaceBetween>
          </Container>
        </SpaceBetween>
      </div>
      {failure !== undefined && (
        <Alert type="error" header={heading(failure)}>
          {words(failure)}
        </Alert>
      )}
      {left.length > 0 && (
        <Alert type="warning" header={t("entry.refused", { count: left.length })}>
          <ul className="plain">
            {left.map((result) => (
              <li key={result.learner_id}>
                <b>
                  {learners.find((learner) => learner.learner_id === result.learner_id)?.name ??
                    result.learner_id}
                </b>
                :{" "}
                {result.certificate
                  ? t("entry.ended", { status: t(`status.${result.certificate.status}`) })
                  : result.problem && reasonOf(result.problem)}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <Box float="right">
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={() => navigate("/console/learners")}>
            {t("common.cancel")}
          </Button>
          <Button variant="primary" loading={busy} onClick={() => void submit()}>
            {t("entry.submit", { count: learners.length })}
          </Button>
        </SpaceBetween>
      </Box>
    </SpaceBetween>
  );
}

interface WhoProps {
  learners: Learner[];
  onChange: (learners: Learner[]) => void;
  error: string | undefined;
}

function Who({ learners, onChange, error }: WhoProps) {
  const { id: academy_id } = useAcademy();
  const [typed, setTyped] = useState<string>();
  const words = usePaused(typed, PAUSE_MS);
  const query = useQuery({
    ...foundLearnersOptions(academy_id, words ?? ""),
    enabled: words !== undefined,
    placeholderData: keepPreviousData,
  });
  const found = query.data ?? [];
  const state =
    typed !== words || query.isFetching ? "loading" : query.status === "success" ? "finished" : query.status;

  const known = new Map([...found, ...learners].map((learner) => [learner.learner_id, learner]));
  const option = (learner: Learner) => ({
    value: learner.learner_id,
    label: learner.name,
    description: learner.mail,
    ...(learner.external_id && { tags: [learner.external_id] }),
  });
  return (
    <FormField constraintText={t("entry.whoHint")} errorText={error} stretch>
      <Multiselect
        ariaLabel={t("entry.who")}
        selectedOptions={learners.map(option)}
        options={found.map(option)}
        filteringType="manual"
        placeholder={t("entry.choose")}
        filteringPlaceholder={t("entry.choose")}
        statusType={state}
        empty={t("learners.emptyTitle")}
        loadingText={t("learners.loading")}
        errorText={t("errors.loading")}
        onLoadItems={({ detail }) => setTyped(detail.filteringText)}
        onChange={({ detail }) =>
          onChange(detail.selectedOptions.flatMap((chosen) => known.get(chosen.value ?? "") ?? []))
        }
      />
    </FormField>
  );
}
