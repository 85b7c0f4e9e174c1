import { useEffect, useRef, useState } from "react";
import { fieldsOf } from "../../shared/problemWords";
import { useMutation } from "@tanstack/react-query";
import { decide as decideOptions } from "../../api/queries/staff/reviews";
import type { StaffCertificate } from "../../api/types";
import { useAcademy } from "../../shared/staff/academy";
import { type Conflict, isConflict } from "../../shared/staff/conflict";
import type { Action } from "../../shared/staff/decisions";
import { type Form, formOf, gaps, questionsOf, reasonsFor, verdictOf } from "../../shared/staff/verdict";

interface Props {
  certificate: StaffCertificate;
  actions: Action[];
  conflict: Conflict;
  onDecided: (action: Action) => void;
}

/** What is being filled in for a decision, and sending it. */
export function useDecision({ certificate, actions, conflict, onDecided }: Props) {
  const { id, types, settings } = useAcademy();
  const { mutateAsync, isPending: busy } = useMutation(decideOptions(id));
  const [action, setAction] = useState<Action>();
  const [form, setForm] = useState<Form>(() => formOf(certificate));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
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
    const { learner_id, id, version } = certificate;
    try {
      await mutateAsync({
        learner_id,
        id,
        version,
        verdict: verdictOf(action, certificate, form, questions),
      });
      setAction(undefined);
      conflict.dismiss();
      onDecided(action);
    } catch (error) {
      if (isConflict(error) && (await conflict.explain(error))) setAction(undefined);
      else {
        setErrors(fieldsOf(error));
        setFailure(error);
      }
    }
  }

  return {
    action,
    form,
    errors,
    failure,
    busy,
    questions,
    choose,
    change,
    decide,
    close: () => setAction(undefined),
  };
}

export type Decision = ReturnType<typeof useDecision>;
