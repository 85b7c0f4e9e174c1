import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { words } from "../api/errors";
import { staffCall } from "../api/staff";
import type { Queued, Result } from "../api/types";
import { useNotify } from "../shared/notify";
import { text } from "../text";
import { useAcademy } from "./academy";
import { formOf, needsReason, questionsOf, reasonsFor, verdictOf } from "./verdict";

export type BulkAction = "approve" | "decline" | "request_changes";

interface Props {
  action: BulkAction;
  items: Queued[];
  /** Told which certificates were decided. */
  onClose: (decided: string[]) => void;
}

/** The API takes so many at once. */
const MOST = 100;

export function BulkDecision({ action, items: chosen, onClose }: Props) {
  const items = chosen.slice(0, MOST);
  const { id: academy_id, types, settings } = useAcademy();
  const notify = useNotify();
  const [reason, setReason] = useState("");
  const [comment, setComment] = useState("");
  const [yes, setYes] = useState<Record<string, boolean>>({});
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [refused, setRefused] = useState<Result[]>([]);
  const [decided, setDecided] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);

  const questions = action === "approve" ? questionsOf(items, types) : [];
  const unanswered = questions.some((question) => !yes[question.key]);
  const missingReason = needsReason(action) && !reason;
  const missingComment = action !== "approve" && !comment.trim();

  async function decide() {
    setTried(true);
    if (unanswered || missingReason || missingComment) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const { items: results } = await staffCall("post", "/admin/academies/{academy_id}/decisions", {
        path: { academy_id },
        body: {
          items: items.map((item) => ({
            ...verdictOf(action, item, { ...formOf(item), reason, comment, yes }, questionsOf([item], types)),
            learner_id: item.learner_id,
            certificate_id: item.id,
            version: item.version,
          })),
        },
      });
      const done = results.filter((result) => result.status < 300).flatMap((result) => result.certificate_id ?? []);
      const left = results.filter((result) => result.status >= 300);
      notify(left.length ? "warning" : "success", text.queue.bulkDone(done.length, items.length));
      if (left.length) {
        setDecided(done);
        setRefused(left);
      } else {
        onClose(done);
      }
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const title = (result: Result) => items.find((item) => item.id === result.certificate_id)?.title;
  return (
    <Modal
      visible
      header={text.queue.bulkTitle(text.review.confirm[action]!, items.length)}
      closeAriaLabel={text.common.close}
      onDismiss={() => onClose(decided)}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => onClose(decided)}>
              {refused.length ? text.common.close : text.common.cancel}
            </Button>
            {refused.length === 0 && (
              <Button variant="primary" loading={busy} onClick={() => void decide()}>
                {text.review.confirm[action]}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      {refused.length > 0 ? (
        <Alert type="warning" header={text.queue.bulkRefused(refused.length)}>
          <ul className="plain">
            {refused.map((result) => (
              <li key={result.certificate_id}>
                <b>{title(result)}</b>: {result.problem?.errors?.[0]?.detail ?? result.problem?.detail}
              </li>
            ))}
          </ul>
        </Alert>
      ) : (
        <SpaceBetween size="m">
          {failure !== undefined && <Alert type="error">{words(failure)}</Alert>}
          {chosen.length > MOST && <Alert type="info">{text.queue.bulkMost(MOST)}</Alert>}
          {questions.length > 0 && (
            <FormField
              label={text.queue.bulkChecklist}
              errorText={tried && unanswered ? text.review.answersNeeded : undefined}
              stretch
            >
              <SpaceBetween size="xxs">
                {questions.map((question) => (
                  <Checkbox
                    key={question.key}
                    checked={Boolean(yes[question.key])}
                    onChange={({ detail }) => setYes({ ...yes, [question.key]: detail.checked })}
                  >
                    {question.question}
                  </Checkbox>
                ))}
              </SpaceBetween>
            </FormField>
          )}
          {needsReason(action) && (
            <FormField
              label={text.review.reason}
              errorText={tried && missingReason ? text.review.reasonNeeded : undefined}
              stretch
            >
              <Select
                placeholder={text.review.chooseReason}
                selectedOption={
                  settings.reasons
                    .filter((offered) => offered.id === reason)
                    .map((offered) => ({ value: offered.id, label: offered.text }))[0] ?? null
                }
                options={reasonsFor(settings, action).map((offered) => ({ value: offered.id, label: offered.text }))}
                onChange={({ detail }) => setReason(detail.selectedOption.value ?? "")}
              />
            </FormField>
          )}
          <FormField
            label={text.review.comment}
            constraintText={action === "approve" ? text.review.commentOptional : text.queue.bulkComment}
            errorText={tried && missingComment ? text.review.commentNeeded : undefined}
            stretch
          >
            <Textarea value={comment} onChange={({ detail }) => setComment(detail.value)} rows={3} />
          </FormField>
        </SpaceBetween>
      )}
    </Modal>
  );
}
