/** What a reviewer fills in before a decision, and what of it is sent. */

import type {
  Certificate,
  ConsoleSettings,
  Corrections,
  CreditType,
  OfferedReason,
  Verdict,
} from "../../api/types";
import { parseAmount } from "../../text/format";
import { kindsOf } from "../kinds";
import { dayOf, dayProblem, spellDay, writeDay } from "../typedDay";
import { t } from "../../text";
import { type Action, ruleOf } from "./decisions";

export interface Form {
  reason: string;
  comment: string;
  /** Credits to be awarded, by the place of the line, as typed. */
  awarded: Record<number, string>;
  /** What each line should say of itself, by its place. */
  labels: Record<number, Record<string, string>>;
  /** Questions answered with yes, by credit type and question. */
  yes: Record<string, boolean>;
  /** As typed, days included. */
  corrections: Correctable;
}

export const NOTHING_CORRECTED: Corrections = { labels: [] };

/** What a reviewer can put right. */
interface Correctable {
  title: string;
  issuer: string;
  earned_on: string;
  expires_on: string;
}

/** What a certificate can be without. */
type Removable = Extract<keyof Correctable, "issuer" | "expires_on">;

export interface Question {
  key: string;
  credit_type: string;
  question: string;
}

export function formOf(certificate: Certificate): Form {
  return {
    reason: "",
    comment: "",
    awarded: Object.fromEntries(certificate.claims.map(({ claimed }, at) => [at, String(Number(claimed))])),
    labels: Object.fromEntries(certificate.claims.map(({ labels }, at) => [at, labels])),
    yes: {},
    corrections: {
      title: certificate.title,
      issuer: certificate.issuer ?? "",
      earned_on: writeDay(certificate.earned_on),
      expires_on: certificate.expires_on ? writeDay(certificate.expires_on) : "",
    },
  };
}

export function questionsOf(certificates: Certificate[], types: Map<string, CreditType>): Question[] {
  const ids = new Set(
    certificates.flatMap((certificate) => certificate.claims.map((claim) => claim.credit_type)),
  );
  return [...ids].flatMap((credit_type) =>
    (types.get(credit_type)?.checklist ?? []).map((question) => ({
      key: `${credit_type} ${question}`,
      credit_type,
      question,
    })),
  );
}

export function reasonsFor(settings: Pick<ConsoleSettings, "reasons">, action: Action): OfferedReason[] {
  return settings.reasons.filter(({ uses }) => (uses as Action[]).includes(action));
}

/** Lines whose credits differ from what was claimed. */
export function adjusted(certificate: Certificate, form: Form) {
  return certificate.claims.flatMap(({ credit_type, claimed }, line) => {
    const typed = form.awarded[line] ?? claimed;
    const credits = parseAmount(typed);
    if (credits !== undefined && Number(credits) === Number(claimed)) return [];
    return [{ credit_type, line, credits: credits ?? typed }];
  });
}

/** What differs from what was stated, in the API's form: null takes it away. */
export function corrected(certificate: Certificate, form: Form): Corrections {
  const { corrections: typed } = form;
  const meant: Record<keyof Correctable, string | null> = {
    title: typed.title.trim() || null,
    issuer: typed.issuer.trim() || null,
    earned_on: dayOf(typed.earned_on) ?? null,
    expires_on: dayOf(typed.expires_on) ?? null,
  };
  const differs = kindsOf(meant).filter((field) => meant[field] !== certificate[field]);
  return {
    ...Object.fromEntries(differs.map((field) => [field, meant[field]])),
    labels: relabelled(certificate, form),
  };
}

/** Lines that should say something else of themselves. */
function relabelled(certificate: Certificate, form: Form): Corrections["labels"] {
  return certificate.claims.flatMap(({ labels: stated }, line) => {
    const labels = form.labels[line] ?? stated;
    const ids = [...Object.keys(stated), ...Object.keys(labels)];
    return ids.some((id) => stated[id] !== labels[id]) ? [{ line, labels }] : [];
  });
}

const correctsSomething = ({ labels, ...fields }: Corrections) =>
  labels.length > 0 || Object.keys(fields).length > 0;

/** Whether something else is approved than what was stated. */
export function isAdjusted(certificate: Certificate, form: Form): boolean {
  return adjusted(certificate, form).length > 0 || correctsSomething(corrected(certificate, form));
}

/** What an approval takes away, with what it says now. */
export function takenAway(certificate: Certificate, form: Form): { field: Removable; said: string }[] {
  const meant = corrected(certificate, form);
  const { issuer, expires_on } = certificate;
  const said: Record<Removable, string> = {
    issuer: issuer ?? "",
    expires_on: expires_on ? spellDay(expires_on) : "",
  };
  return kindsOf(said)
    .filter((field) => meant[field] === null && !form.corrections[field].trim())
    .map((field) => ({ field, said: said[field] }));
}

/** What is missing, by the API's name of the field. The rules are the server's. */
export function gaps(
  action: Action,
  certificate: Certificate,
  form: Form,
  questions: Question[],
): Record<string, string> {
  const found: Record<string, string> = {};
  const changes = adjusted(certificate, form);
  if (!form.comment.trim() && (action !== "approve" || isAdjusted(certificate, form)))
    found["comment"] = t("review.commentNeeded");
  if (ruleOf(action).needsReason && !form.reason) found["reason"] = t("review.reasonNeeded");
  if (action === "approve") {
    if (questions.some((question) => !form.yes[question.key])) found["answers"] = t("review.answersNeeded");
    changes.forEach(({ credits }, at) => {
      if (!parseAmount(credits)) found[`awarded.${String(at)}.credits`] = t("form.wrongAmount");
    });
    const { title, earned_on, expires_on } = form.corrections;
    const wrong: Record<keyof Correctable, string | undefined> = {
      title: title.trim() ? undefined : t("common.required"),
      issuer: undefined,
      earned_on: dayOf(earned_on) ? undefined : (dayProblem(earned_on) ?? t("common.required")),
      expires_on: dayProblem(expires_on),
    };
    for (const field of kindsOf(wrong)) if (wrong[field]) found[`corrections.${field}`] = wrong[field];
  }
  return found;
}

export function verdictOf(
  action: Action,
  certificate: Certificate,
  form: Form,
  questions: Question[],
): Verdict {
  const comment = form.comment.trim() || null;
  if (action !== "approve") {
    const reason = ruleOf(action).needsReason ? form.reason : null;
    return { action, comment, reason, awarded: [], answers: [], corrections: NOTHING_CORRECTED };
  }
  return {
    action,
    comment,
    awarded: adjusted(certificate, form),
    answers: questions.map(({ key, credit_type, question }) => ({
      credit_type,
      question,
      yes: Boolean(form.yes[key]),
    })),
    corrections: corrected(certificate, form),
  };
}
