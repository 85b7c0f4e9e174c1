import { useEffect, useRef, useState } from "react";
import type { StaffCertificate } from "../../api/types";
import { useUser } from "../../session/useSession";
import { useAcademy } from "../../shared/staff/academy";
import { type Action, ruleOf } from "../../shared/staff/decisions";
import { useOutbox } from "../../shared/staff/deciding";
import {
  type Form,
  formOf,
  gaps,
  isAdjusted,
  questionsOf,
  reasonsFor,
  verdictOf,
} from "../../shared/staff/verdict";
import { type Draft, Drafts } from "../../shared/staff/drafts";

interface Props {
  certificate: StaffCertificate;
  actions: Action[];
  onDecided: (action: Action) => void;
}

/** What is being filled in for a decision, kept until it is made; making it puts it into the outbox. */
export function useDecision({ certificate, actions, onDecided }: Props) {
  const { types, settings } = useAcademy();
  const { id: me } = useUser();
  const outbox = useOutbox();
  const [drafts] = useState(() => new Drafts(me));
  const [begun] = useState(() => takenUp(drafts.read(certificate), certificate));
  const [action, setAction] = useState(
    begun?.action && actions.includes(begun.action) ? begun.action : undefined,
  );
  const [form, setForm] = useState<Form>({ ...formOf(certificate), ...begun?.form });
  const [chosen, setChosen] = useState(0);
  const [adjusting, setAdjusting] = useState(() => isAdjusted(certificate, form));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const questions = questionsOf([certificate], types);

  const { version } = certificate;
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    setForm((before) => carriedOver(before, certificate));
  }, [version, certificate]);

  function keep(draft: Partial<Pick<Draft, "action" | "form">>) {
    drafts.keep(certificate, { version, action, form, ...draft });
  }

  function choose(asked: Action, adjusts = false) {
    if (!actions.includes(asked)) return;
    const offered = reasonsFor(settings, asked).some((reason) => reason.id === form.reason);
    const next = offered ? form : { ...form, reason: "" };
    setAction(asked);
    setChosen((before) => before + 1);
    setAdjusting(adjusts || isAdjusted(certificate, form));
    setErrors({});
    setForm(next);
  }

  function change(part: Partial<Form>) {
    const next = { ...form, ...part };
    setForm(next);
    setErrors({});
    keep({ form: next });
  }

  function decide() {
    if (!action) return;
    const missing = gaps(action, certificate, form, questions);
    setErrors(missing);
    if (Object.keys(missing).length) return;
    const { learner_id, id, title } = certificate;
    outbox.put({
      learner_id,
      certificate_id: id,
      version,
      title,
      verdict: verdictOf(action, certificate, form, questions),
      form,
    });
    drafts.forget(certificate);
    setAction(undefined);
    onDecided(action);
  }

  function close() {
    setAction(undefined);
    setErrors({});
  }

  /** Go on with what was undone. */
  function takeUp(taken: Action, given: Form) {
    const whole = { ...formOf(certificate), ...given };
    setForm(whole);
    setAdjusting(isAdjusted(certificate, whole));
    setAction(taken);
  }

  /** What the API found wrong with it, where it was refused. */
  const mark = setErrors;

  /** Choose a reason by its number. */
  function chooseReason(number: number): boolean {
    if (!action || !ruleOf(action).needsReason) return false;
    const reason = reasonsFor(settings, action)[number - 1];
    if (reason) change({ reason: reason.id });
    return Boolean(reason);
  }

  return {
    action,
    /** Counts what was chosen, the same once more too. */
    chosen,
    adjusting,
    form,
    errors,
    questions,
    choose,
    chooseReason,
    change,
    decide,
    mark,
    takeUp,
    close,
  };
}

export type Decision = ReturnType<typeof useDecision>;

/** What was written stays; what was answered and put right was about another version. */
function carriedOver({ comment, reason }: Form, certificate: StaffCertificate): Form {
  return { ...formOf(certificate), comment, reason };
}

function takenUp(draft: Draft | undefined, certificate: StaffCertificate): Draft | undefined {
  if (!draft || draft.version === certificate.version) return draft;
  return { ...draft, form: carriedOver(draft.form, certificate) };
}
