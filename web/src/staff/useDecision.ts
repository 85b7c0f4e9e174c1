import { useEffect, useRef, useState } from "react";
import { Refused } from "../api/errors";
import { staffCall } from "../api/staff";
import type { StaffCertificate } from "../api/types";
import { text } from "../text";
import { useAcademy } from "./academy";
import { BASE, type ReviewPath } from "./paths";
import type { Action } from "./decisions";
import { type Form, formOf, gaps, questionsOf, reasonsFor, verdictOf } from "./verdict";

interface Props {
  certificate: StaffCertificate;
  path: ReviewPath;
  actions: Action[];
  /** The certificate as it is now. */
  show: (certificate: StaffCertificate) => void;
  onDecided: (action: Action) => void;
}

/** What is being filled in for a decision, and sending it. */
export function useDecision({ certificate, path, actions, show, onDecided }: Props) {
  const { types, settings } = useAcademy();
  const [action, setAction] = useState<Action>();
  const [form, setForm] = useState<Form>(() => formOf(certificate));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
  const [conflict, setConflict] = useState<string>();
  const [busy, setBusy] = useState(false);
  const questions = questionsOf([certificate], types);

  // What was written stays; what was answered and put right was about another version.
  const version = useRef(certificate.version);
  useEffect(() => {
    if (version.current === certificate.version) return;
    version.current = certificate.version;
    setForm(({ comment, reason }) => ({ ...formOf(certificate), comment, reason }));
  }, [certificate]);

  function choose(chosen: Action) {
    if (!actions.includes(chosen)) return;
    setAction(chosen);
    setErrors({});
    setFailure(undefined);
    setForm((before) => {
      const offered = reasonsFor(settings, chosen).some((reason) => reason.id === before.reason);
      return offered ? before : { ...before, reason: "" };
    });
  }

  function change(part: Partial<Form>) {
    setForm((before) => ({ ...before, ...part }));
    setErrors({});
  }

  async function decide() {
    if (!action || busy) return;
    const missing = gaps(action, certificate, form, questions);
    setErrors(missing);
    setFailure(undefined);
    if (Object.keys(missing).length) return;
    setBusy(true);
    try {
      await staffCall("post", `${BASE}/decisions`, {
        path,
        version: certificate.version,
        body: verdictOf(action, certificate, form, questions),
      });
      setAction(undefined);
      setConflict(undefined);
      onDecided(action);
    } catch (error) {
      if (isConflict(error)) await explain(error);
      else {
        if (error instanceof Refused) setErrors(error.fields);
        setFailure(error);
      }
    } finally {
      setBusy(false);
    }
  }

  async function explain(error: Refused) {
    try {
      const now = await staffCall("get", BASE, { path });
      show(now);
      setAction(undefined);
      setConflict(error.is("taken") ? text.review.conflictTaken : text.review.conflict(now));
    } catch {
      setFailure(error);
    }
  }

  return {
    action,
    form,
    errors,
    failure,
    busy,
    questions,
    conflict,
    choose,
    change,
    decide,
    close: () => setAction(undefined),
    dismiss: () => setConflict(undefined),
  };
}

export type Decision = ReturnType<typeof useDecision>;

/** Somebody else changed, decided or took it first. */
function isConflict(error: unknown): error is Refused {
  return error instanceof Refused && (error.status === 412 || error.is("action-not-allowed", "taken"));
}
