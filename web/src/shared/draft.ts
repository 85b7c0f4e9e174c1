/** What somebody types about a certificate, before it is one: all as it was typed. */

import type { Certificate, CreditType, Requirement, Submission } from "../api/types";
import { t } from "../text";
import { parseAmount } from "../text/format";
import type { Origins } from "./reading";
import { dayOf, dayProblem, writeDay } from "./typedDay";
import { ulid } from "./ulid";
import { isNotTaken, isUnderWay, type Kept, type UploadState, uploadIdOf } from "./upload";

export interface Line {
  creditType: string;
  credits: string;
  /** What it says of itself; drafts from before this was asked have none. */
  labels?: Record<string, string>;
}

export interface Draft {
  /** The certificate's id: sending the same draft twice makes one certificate. */
  id: string;
  title: string;
  issuer: string;
  certificateNumber: string;
  verificationLink: string;
  earnedOn: string;
  expiresOn: string;
  lines: Line[];
  /** The upload that was made for it. */
  file?: Kept;
  /** What of it was typed or confirmed, and what was read from the file; see `reading.ts`. */
  origins?: Origins;
}

export function newDraft(types: CreditType[]): Draft {
  return {
    id: ulid(),
    title: "",
    issuer: "",
    certificateNumber: "",
    verificationLink: "",
    earnedOn: "",
    expiresOn: "",
    // Where there is only one thing to choose it is chosen.
    lines: [{ creditType: types.length === 1 ? types[0]!.id : "", credits: "" }],
  };
}

export function draftOf(certificate: Certificate): Draft {
  const { file } = certificate;
  return {
    id: certificate.id,
    title: certificate.title,
    issuer: certificate.issuer ?? "",
    certificateNumber: certificate.certificate_number ?? "",
    verificationLink: certificate.verification_link ?? "",
    earnedOn: writeDay(certificate.earned_on),
    // What a credit type's rule gave is not stated: it follows the date earned.
    expiresOn: certificate.expiry_as_stated ? writeDay(certificate.expiry_as_stated) : "",
    lines: certificate.claims.map((claim) => ({
      creditType: claim.credit_type,
      credits: String(Number(claim.claimed)),
      labels: claim.labels,
    })),
    // A file that was refused has to be replaced.
    ...(file &&
      file.state !== "rejected" && {
        file: { uploadId: file.upload_id, name: file.name, size: file.size },
      }),
  };
}

/** What a renewal begins with: what stays the same as a rule. */
export function renewalOf(certificate: Certificate, types: readonly CreditType[]): Draft {
  const offered = types.filter((type) => !type.retired);
  const known = new Set(offered.map(({ id }) => id));
  const lines = certificate.claims
    .filter(({ credit_type }) => known.has(credit_type))
    .map(({ credit_type, labels }) => ({
      creditType: credit_type,
      credits: "",
      labels: stillOffered(
        labels,
        offered.find(({ id }) => id === credit_type),
      ),
    }));
  const empty = newDraft(offered);
  return {
    ...empty,
    title: certificate.title,
    issuer: certificate.issuer ?? "",
    lines: lines.length > 0 ? lines : empty.lines,
  };
}

/** Of what a line says, that which can be said anew. */
function stillOffered(labels: Record<string, string>, type: CreditType | undefined): Record<string, string> {
  const offers = (label: string, choice: string) =>
    type?.labels.find(({ id }) => id === label)?.choices.some(({ id, retired }) => id === choice && !retired);
  return Object.fromEntries(Object.entries(labels).filter(([label, choice]) => offers(label, choice)));
}

/** What a draft says, whoever filled it in. */
export function stated({ origins: _, ...draft }: Draft): string {
  return JSON.stringify(draft);
}

export function isEmpty(draft: Draft): boolean {
  const typed = [draft.title, draft.issuer, draft.certificateNumber, draft.verificationLink];
  return (
    !typed.some((value) => value.trim()) &&
    !draft.earnedOn &&
    !draft.file &&
    draft.lines.every((line) => !line.credits)
  );
}

/** What the claimed credit types ask for. */
export function required(draft: Draft, types: CreditType[]): Set<Requirement> {
  const claimed = draft.lines.map((line) => types.find((type) => type.id === line.creditType));
  return new Set(claimed.flatMap((type) => type?.requires ?? []));
}

/** What is missing or cannot be sent, by the API's name of the field. The rules are the server's. */
export function gaps(
  draft: Draft,
  needed: Set<Requirement>,
  uploadId: string | undefined,
  types: readonly CreditType[] = [],
): Record<string, string> {
  const found: Record<string, string> = {};
  if (!draft.title.trim()) found["title"] = t("common.required");
  if (!dayOf(draft.earnedOn)) found["earned_on"] = dayProblem(draft.earnedOn) ?? t("common.required");
  const notExpiry = dayProblem(draft.expiresOn);
  if (notExpiry) found["expires_on"] = notExpiry;
  draft.lines.forEach((line, at) => {
    if (!line.creditType) found[`claims.${at}.credit_type`] = t("common.required");
    if (!line.credits.trim()) found[`claims.${at}.credits`] = t("common.required");
    else if (!parseAmount(line.credits)) found[`claims.${at}.credits`] = t("form.wrongAmount");
    for (const label of unsaid(line, types)) found[`claims.${at}.labels.${label}`] = t("common.required");
  });
  if (needed.has("file") && !uploadId) found["upload_id"] = t("common.required");
  if (needed.has("issuer") && !draft.issuer.trim()) found["issuer"] = t("common.required");
  if (needed.has("certificate_number") && !draft.certificateNumber.trim()) {
    found["certificate_number"] = t("common.required");
  }
  if (needed.has("verification_link") && !draft.verificationLink.trim()) {
    found["verification_link"] = t("common.required");
  }
  return found;
}

/** The labels that a line has to say and does not. */
function unsaid({ creditType, labels = {} }: Line, types: readonly CreditType[]): string[] {
  const asked = types.find(({ id }) => id === creditType)?.labels ?? [];
  return asked.filter(({ id, required }) => required && !labels[id]).map(({ id }) => id);
}

/** What nothing can be foretold without. */
export type Unforeseen = "title" | "credit_type" | "credits" | "labels" | "earned_on" | "expires_on";

export function unforeseen(draft: Draft, types: readonly CreditType[]): Unforeseen[] {
  const fields = Object.keys(gaps(draft, new Set(), undefined, types)).map((field) =>
    field.includes(".labels.") ? "labels" : field.split(".").at(-1),
  );
  return [...new Set(fields as Unforeseen[])];
}

/** The same of a draft that is about to be sent, and of its file. */
export function obstacles(draft: Draft, types: CreditType[], upload: UploadState): Record<string, string> {
  const found = gaps(draft, required(draft, types), uploadIdOf(upload), types);
  if (isUnderWay(upload)) found["upload_id"] = t("form.waitForUpload");
  if (isNotTaken(upload)) found["upload_id"] = t("form.fileNotTaken");
  return found;
}

/** The draft as the API takes it; undefined while it cannot be sent. */
export function bodyOf(draft: Draft, uploadId: string | undefined): Submission | undefined {
  const claims = draft.lines.map((line) => ({
    credit_type: line.creditType,
    labels: line.labels ?? {},
    credits: parseAmount(line.credits) ?? "",
  }));
  const earnedOn = dayOf(draft.earnedOn);
  if (!draft.title.trim() || !earnedOn || dayProblem(draft.expiresOn)) return undefined;
  if (claims.some((claim) => !claim.credit_type || !claim.credits)) return undefined;
  const optional = (value: string) => value.trim() || null;
  return {
    id: draft.id,
    title: draft.title.trim(),
    issuer: optional(draft.issuer),
    certificate_number: optional(draft.certificateNumber),
    verification_link: optional(draft.verificationLink),
    earned_on: earnedOn,
    expires_on: dayOf(draft.expiresOn) ?? null,
    claims,
    upload_id: uploadId ?? null,
  };
}
