import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { CreditType, Place } from "../api/types";
import { t } from "../text";
import { Blank } from "./Blank";
import { DayField } from "./DayField";
import { type Draft, type Line, required } from "./draft";
import { FileField } from "./FileField";
import { boundsOf } from "./bounds";
import { formatAmount, today } from "../text/format";
import { type Readable, typed } from "./reading";
import { Snippet } from "./Snippet";
import { dayOf } from "./typedDay";
import type { useUpload } from "./upload";
import type { PagesState } from "./usePages";
import type { Reading } from "./useReading";

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** Those that are known; what is retired is offered no more. */
  types: CreditType[];
  /** Credit types that the certificate claims already, which may stay when they are retired. */
  kept?: readonly string[];
  upload: ReturnType<typeof useUpload>;
  /** What is wrong, by the API's name of the field. */
  errors: Record<string, string>;
  /** What the file says. */
  reading: Reading;
  /** What the file looks like, where that has no place beside the form. */
  preview?: ReactNode;
  /** Somebody else than the learner fills it in. */
  onBehalf?: boolean;
}

const MOST_LINES = 5;
const DETAILS = ["issuer", "certificate_number", "verification_link", "expires_on"];

/**
 * The fields of a certificate; the file comes first, as it fills in the others. Who hands it in, and
 * how, is the business of what is around it.
 */
export function CertificateForm(props: Props) {
  const { draft, onChange, types, kept = [], upload, errors, reading, preview, onBehalf } = props;
  const form = useRef<HTMLDivElement>(null);
  const set = (part: Partial<Draft>) => onChange(typed(draft, { ...draft, ...part }));
  const needed = required(draft, types);
  const wrongDetail = DETAILS.some((field) => errors[field]);
  const neededDetail = DETAILS.some((field) => (needed as Set<string>).has(field));
  const typedDetail = Boolean(
    draft.issuer || draft.certificateNumber || draft.verificationLink || draft.expiresOn,
  );
  const readDetail = reading.marks.has("issuer") || reading.marks.has("certificate_number");
  const [open, setOpen] = useState(typedDetail);
  useEffect(() => {
    if (wrongDetail || neededDetail || readDetail) setOpen(true);
  }, [wrongDetail, neededDetail, readDetail]);
  const label = (name: string, isNeeded: boolean) => (
    <>
      {name}
      {!isNeeded && <i> – {t("common.optional")}</i>}
    </>
  );
  // Where every claimed credit type sets the validity itself, nobody has to state it.
  const chosen = draft.lines.map((line) => types.find((type) => type.id === line.creditType));
  const statesValidity = chosen.some((type) => !type || type.validity.kind === "as_stated");
  const taken = draft.lines.map((line) => line.creditType);
  const offered = types.filter((type) => !type.retired);
  const canAdd = taken.length < MOST_LINES && offered.some((type) => !taken.includes(type.id));

  const fields = [...reading.marks.keys()];
  const place = (field: Readable) => form.current?.querySelector<HTMLElement>(`[data-read=${field}] input`);
  function confirm(field: Readable) {
    reading.confirm([field]);
    place(field)?.focus();
  }
  const readable = (field: Readable, content: (mark: ReactNode) => ReactNode) => {
    const at = reading.marks.get(field);
    return (
      <div data-read={field} className={at && "is-read"} onFocus={at && (() => reading.light([at]))}>
        {content(
          at && (
            <ReadMark
              field={field}
              place={at}
              pages={preview ? reading.pages : undefined}
              onShow={() => reading.light([at], true)}
              onConfirm={() => confirm(field)}
            />
          ),
        )}
      </div>
    );
  };

  /** Enter confirms the field that was read and goes on to the next one; with Alt, it confirms all. */
  function press(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.target as HTMLElement;
    const inside = fields.find((field) => target === place(field));
    if (!(event.altKey ? fields.length : inside)) return;
    event.preventDefault();
    event.stopPropagation();
    reading.confirm(event.altKey || !inside ? fields : [inside]);
    const next = fields[fields.indexOf(inside!) + 1];
    if (!event.altKey && next) place(next)?.focus();
  }

  return (
    <div ref={form} onKeyDownCapture={press}>
      <SpaceBetween size="l">
        <div className="form-file">
          <FileField
            upload={upload}
            pages={reading.pages}
            error={errors["upload_id"]}
            // Of a credit type that is not known here nobody knows what it asks for.
            optional={
              !needed.has("file") && chosen.some(Boolean) && chosen.every((type, at) => type || !taken[at])
            }
          />
          <Blank pages={reading.pages} />
          {preview}
          <div className={fields.length ? "read-all" : undefined}>
            <span role="status">
              {fields.length > 0 &&
                t("reading.filled", { what: fields.map((field) => t(`reading.what.${field}`)).join(", ") })}
            </span>
            {fields.length > 0 && (
              <>
                <span className="soft read-keys">{t("reading.confirmHint")}</span>
                <Button
                  iconName="check"
                  formAction="none"
                  nativeButtonAttributes={{ "aria-keyshortcuts": "Alt+Enter" }}
                  onClick={() => {
                    reading.confirm(fields);
                    place(fields[0]!)?.focus();
                  }}
                >
                  {t("reading.confirmAll")}
                </Button>
              </>
            )}
          </div>
        </div>

        {readable("title", (mark) => (
          <FormField
            label={onBehalf ? t("form.titleOf") : t("form.titleLabel")}
            constraintText={mark ?? t("form.titleHint")}
            errorText={errors["title"]}
            stretch
          >
            <Input
              value={draft.title}
              onChange={({ detail }) => set({ title: detail.value })}
              placeholder={t("form.titlePlaceholder")}
              name="title"
              ariaRequired
            />
          </FormField>
        ))}

        <SpaceBetween size="xs">
          {draft.lines.map((line, at) => (
            <ClaimLine
              key={at}
              at={at}
              line={line}
              types={types}
              offered={offered.filter((type) => type.id === line.creditType || !taken.includes(type.id))}
              kept={kept.includes(line.creditType)}
              errors={errors}
              readable={at === 0 ? readable : undefined}
              onChange={(changed) =>
                set({ lines: draft.lines.map((other, place) => (place === at ? changed : other)) })
              }
              {...(draft.lines.length > 1 && {
                onRemove: () => set({ lines: draft.lines.filter((_, place) => place !== at) }),
              })}
            />
          ))}
          {errors["claims"] && <Alert type="error">{errors["claims"]}</Alert>}
          {canAdd && (
            <Button
              variant="inline-link"
              iconName="add-plus"
              formAction="none"
              onClick={() => set({ lines: [...draft.lines, { creditType: "", credits: "" }] })}
            >
              {t("form.addLine")}
            </Button>
          )}
        </SpaceBetween>

        {readable("earned_on", (mark) => (
          <DayField
            label={onBehalf ? t("form.earnedOnOf") : t("form.earnedOn")}
            name="earned_on"
            value={draft.earnedOn}
            onChange={(earnedOn) => set({ earnedOn })}
            error={errors["earned_on"]}
            latest={today()}
            note={mark}
            required
          />
        ))}

        <ExpandableSection
          headerText={t("form.details")}
          headerDescription={t("form.detailsHint")}
          expanded={open}
          onChange={({ detail }) => setOpen(detail.expanded)}
        >
          <div className="pair">
            {readable("issuer", (mark) => (
              <FormField
                label={label(t("fields.issuer"), needed.has("issuer"))}
                errorText={errors["issuer"]}
                constraintText={mark}
                stretch
              >
                <Input
                  value={draft.issuer}
                  onChange={({ detail }) => set({ issuer: detail.value })}
                  placeholder={t("form.issuerPlaceholder")}
                  name="issuer"
                />
              </FormField>
            ))}
            {readable("certificate_number", (mark) => (
              <FormField
                label={label(t("fields.certificateNumber"), needed.has("certificate_number"))}
                errorText={errors["certificate_number"]}
                constraintText={mark}
                stretch
              >
                <Input
                  value={draft.certificateNumber}
                  onChange={({ detail }) => set({ certificateNumber: detail.value })}
                  name="certificate_number"
                />
              </FormField>
            ))}
            <FormField
              label={label(t("fields.verificationLink"), needed.has("verification_link"))}
              errorText={errors["verification_link"]}
              stretch
            >
              <Input
                value={draft.verificationLink}
                onChange={({ detail }) => set({ verificationLink: detail.value })}
                placeholder={t("form.linkPlaceholder")}
                name="verification_link"
                type="url"
                inputMode="url"
              />
            </FormField>
            {statesValidity && (
              <DayField
                label={label(t("fields.expiresOn"), false)}
                name="expires_on"
                value={draft.expiresOn}
                onChange={(expiresOn) => set({ expiresOn })}
                error={errors["expires_on"]}
                hint={t("form.expiresHint")}
                after={dayOf(draft.earnedOn)}
                stretch
              />
            )}
          </div>
        </ExpandableSection>
      </SpaceBetween>
    </div>
  );
}

interface ReadMarkProps {
  field: Readable;
  place: Place;
  /** Where what was read is cut out, as the preview is not beside it. */
  pages: PagesState | undefined;
  onShow: () => void;
  onConfirm: () => void;
}

/** Where a value was read, until somebody confirms it. */
function ReadMark({ field, place, pages, onShow, onConfirm }: ReadMarkProps) {
  return (
    <span className="read">
      {pages && <Snippet pages={pages} place={place} />}
      <Button variant="inline-link" iconName="search" formAction="none" onClick={onShow}>
        {t("reading.from", { page: place.page })}
      </Button>
      <Button
        variant="inline-link"
        iconName="check"
        formAction="none"
        ariaLabel={t("reading.confirmOf", { what: t(`reading.what.${field}`) })}
        onClick={onConfirm}
      >
        {t("reading.confirm")}
      </Button>
    </span>
  );
}

interface LineProps {
  at: number;
  line: Line;
  types: CreditType[];
  /** What can be chosen instead. */
  offered: CreditType[];
  /** Whether the certificate claims it already. */
  kept: boolean;
  errors: Record<string, string>;
  /** Marks the amount, where it can be read from the file. */
  readable: ((field: "credits", content: (mark: ReactNode) => ReactNode) => ReactNode) | undefined;
  onChange: (line: Line) => void;
  onRemove?: () => void;
}

function ClaimLine({ at, line, types, offered, kept, errors, readable, onChange, onRemove }: LineProps) {
  const type = types.find((found) => found.id === line.creditType);
  const chosen = line.creditType ? { value: line.creditType, label: type?.name ?? line.creditType } : null;
  const options = offered.map((found) => ({ value: found.id, label: found.name }));
  const isOffered = !chosen || offered.some((found) => found.id === chosen.value);
  const problem = errors[`claims.${at}.credit_type`] ?? errors[`claims.${at}`];
  const amount = (mark?: ReactNode) => (
    <FormField
      label={t("form.amount")}
      errorText={errors[`claims.${at}.credits`]}
      constraintText={
        <>
          {mark}
          {type &&
            t("form.limits", {
              step: formatAmount(type.step),
              unit: type.unit,
              ...boundsOf(
                type.minimum && formatAmount(type.minimum),
                type.maximum && formatAmount(type.maximum),
              ),
            })}
        </>
      }
      stretch
    >
      <Input
        value={line.credits}
        onChange={({ detail }) => onChange({ ...line, credits: detail.value })}
        inputMode="decimal"
        name={`credits-${at}`}
        ariaRequired
      />
    </FormField>
  );
  return (
    <div>
      <div className="claim">
        <FormField
          label={t("form.creditType")}
          errorText={problem}
          // Somebody else may have removed the line meanwhile, which then cannot stay.
          constraintText={!isOffered && !problem && (kept ? t("form.retiredKept") : t("form.retired"))}
          stretch
        >
          <Select
            selectedOption={chosen}
            options={chosen && !isOffered ? [chosen, ...options] : options}
            placeholder={t("form.chooseType")}
            onChange={({ detail }) => onChange({ ...line, creditType: detail.selectedOption.value ?? "" })}
            ariaRequired
          />
        </FormField>
        {readable ? readable("credits", amount) : amount()}
        {onRemove && (
          <div className="claim-remove">
            <Button
              iconName="remove"
              variant="icon"
              formAction="none"
              ariaLabel={chosen ? t("form.removeLine", { name: chosen.label }) : t("form.removeNewLine")}
              onClick={onRemove}
            />
          </div>
        )}
      </div>
      {type?.instructions && <p className="instructions">{type.instructions}</p>}
    </div>
  );
}
