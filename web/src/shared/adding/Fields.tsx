import { Check, ListPlus, Plus, ScanText, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { CreditType, Place, Requirement } from "../../api/types";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { Notice } from "../../ui/Notice";
import { SelectField } from "../../ui/SelectField";
import { TextField } from "../../ui/TextField";
import { boundsOf } from "../bounds";
import { DayField } from "../DayField";
import { type Draft, type Line, required } from "../draft";
import { LabelFields } from "../LabelFields";
import { formatAmount, formatList, today } from "../../text/format";
import { fieldOfLabel, labelOf, type Readable, typed } from "../reading";
import { whatWasRead } from "../readWords";
import { Snippet } from "../Snippet";
import { lineName } from "../lineLabels";
import { dayOf } from "../typedDay";
import type { PagesState } from "../usePages";
import css from "./Fields.module.css";
import type { Errors } from "./strip";

export interface Reading {
  /** What the file looks like. */
  pages: PagesState;
  /** Where a field was read, as long as nobody has confirmed or changed it. */
  marks: ReadonlyMap<Readable, Place>;
  /** Light places up in the document, and bring them into sight where that is wished. */
  light: (places: readonly Place[], reveal?: boolean) => void;
  confirm: (fields: readonly Readable[]) => void;
}

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** Those that are known; what is retired is offered no more. */
  types: readonly CreditType[];
  /** Credit types that the certificate claims already, which may stay when they are retired. */
  kept?: readonly string[];
  errors: Errors;
  reading: Reading;
  /** Where a document is not in sight, what was read is cut out of it. */
  cutOut: boolean;
  /** Somebody else than the learner fills it in. */
  onBehalf: boolean;
}

/** What the API takes. */
const MOST_LINES = 10;

/** What is asked for by some credit types alone, and can be left out otherwise. */
type Detail = "issuer" | "expires_on" | "certificate_number" | "verification_link";
const DETAILS = [
  "issuer",
  "expires_on",
  "certificate_number",
  "verification_link",
] as const satisfies Detail[];
const IN_DRAFT: Record<Detail, "issuer" | "expiresOn" | "certificateNumber" | "verificationLink"> = {
  issuer: "issuer",
  expires_on: "expiresOn",
  certificate_number: "certificateNumber",
  verification_link: "verificationLink",
};

/** The questions of a certificate, in the order in which most documents answer them. */
export function Fields(props: Props) {
  const { draft, onChange, types, kept = [], errors, reading, cutOut, onBehalf } = props;
  const form = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const set = (part: Partial<Draft>) => onChange(typed(draft, { ...draft, ...part }));
  const needed = required(draft, [...types]);
  const chosen = draft.lines.map((line) => types.find(({ id }) => id === line.creditType));
  // Where every claimed credit type sets the validity itself, nobody has to state it.
  const statesValidity = chosen.some((type) => !type || type.validity.kind === "as_stated");
  const possible = DETAILS.filter((field) => field !== "expires_on" || statesValidity);
  const isShown = (field: Detail) =>
    isOpen ||
    (needed as Set<Requirement | Detail>).has(field) ||
    Boolean(draft[IN_DRAFT[field]]) ||
    field in errors ||
    (reading.marks as ReadonlyMap<string, Place>).has(field);
  const folded = possible.filter((field) => !isShown(field));

  const fields = [...reading.marks.keys()];
  const control = (field: string) => form.current?.querySelector<HTMLElement>(controlOf(field));
  function confirm(field: Readable) {
    reading.confirm([field]);
    control(field)?.focus();
  }

  /** Frames a field that can be read from the document. */
  const readable = (field: Readable, content: (note: ReactNode) => ReactNode) => {
    const place = reading.marks.get(field);
    return (
      <div
        className={css.readable}
        data-field={field}
        data-read={place ? true : undefined}
        onFocus={place && (() => reading.light([place]))}
      >
        {content(
          place && (
            <ReadMark
              what={whatWasRead(field, chosen[0])}
              place={place}
              pages={cutOut ? reading.pages : undefined}
              onShow={() => reading.light([place], true)}
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
    // What is chosen from a list is opened by it.
    const inside = fields.find((field) => labelOf(field) === undefined && event.target === control(field));
    if (!(event.altKey ? fields.length : inside)) return;
    event.preventDefault();
    event.stopPropagation();
    reading.confirm(event.altKey || !inside ? fields : [inside]);
    const next = fields[fields.indexOf(inside!) + 1];
    if (!event.altKey && next) control(next)?.focus();
  }

  function unfold() {
    setOpen(true);
    const [first] = folded;
    requestAnimationFrame(() => first && control(first)?.focus());
  }

  const detail = (field: Detail) => ({
    ...(needed.has(field as Requirement) ? {} : { mark: t("common.optional") }),
    error: errors[field],
  });

  return (
    <div ref={form} className={css.fields} onKeyDownCapture={press}>
      {readable("title", (note) => (
        <TextField
          label={t(onBehalf ? "form.titleOf" : "form.titleLabel")}
          name="title"
          value={draft.title}
          onChange={(title) => set({ title })}
          note={note ?? (draft.title ? undefined : t("form.titleHint"))}
          error={errors["title"]}
          autoComplete="off"
          required
        />
      ))}

      {isShown("issuer") &&
        readable("issuer", (note) => (
          <TextField
            label={t("fields.issuer")}
            {...detail("issuer")}
            name="issuer"
            value={draft.issuer}
            onChange={(issuer) => set({ issuer })}
            placeholder={t("form.issuerPlaceholder")}
            note={note}
            required={needed.has("issuer")}
          />
        ))}

      <div className={css.pair}>
        {readable("earned_on", (note) => (
          <DayField
            label={t(onBehalf ? "form.earnedOnOf" : "form.earnedOn")}
            name="earned_on"
            value={draft.earnedOn}
            onChange={(earnedOn) => set({ earnedOn })}
            error={errors["earned_on"]}
            latest={today()}
            note={note}
            required
          />
        ))}
        {statesValidity && isShown("expires_on") && (
          <div data-field="expires_on">
            <DayField
              label={t("fields.expiresOn")}
              mark={t("common.optional")}
              name="expires_on"
              value={draft.expiresOn}
              onChange={(expiresOn) => set({ expiresOn })}
              error={errors["expires_on"]}
              hint={t("form.expiresHint")}
              after={dayOf(draft.earnedOn)}
            />
          </div>
        )}
      </div>

      <Lines draft={draft} types={types} kept={kept} errors={errors} readable={readable} onSet={set} />

      {(isShown("certificate_number") || isShown("verification_link")) && (
        <div className={css.pair}>
          {isShown("certificate_number") &&
            readable("certificate_number", (note) => (
              <TextField
                label={t("fields.certificateNumber")}
                {...detail("certificate_number")}
                name="certificate_number"
                value={draft.certificateNumber}
                onChange={(certificateNumber) => set({ certificateNumber })}
                note={note}
                autoComplete="off"
                required={needed.has("certificate_number")}
              />
            ))}
          {isShown("verification_link") && (
            <div data-field="verification_link">
              <TextField
                label={t("fields.verificationLink")}
                {...detail("verification_link")}
                name="verification_link"
                type="url"
                inputMode="url"
                value={draft.verificationLink}
                onChange={(verificationLink) => set({ verificationLink })}
                placeholder={t("form.linkPlaceholder")}
                required={needed.has("verification_link")}
              />
            </div>
          )}
        </div>
      )}

      {folded.length > 0 && (
        <div>
          <Button variant="quiet" size="small" icon={ListPlus} onPress={unfold}>
            {t("adding.details", {
              fields: formatList(folded.map((field) => t(`adding.detail.${field}`))),
            })}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A label is chosen from a list, which a button opens. */
export function controlOf(field: string): string {
  return `[data-field="${field}"] ${labelOf(field as Readable) === undefined ? "input" : "button"}`;
}

interface MarkProps {
  /** What was read. */
  what: string;
  place: Place;
  /** Where what was read is cut out, as the document is not beside it. */
  pages: PagesState | undefined;
  onShow: () => void;
  onConfirm: () => void;
}

/** Where a value was read, until somebody confirms it. */
function ReadMark({ what, place, pages, onShow, onConfirm }: MarkProps) {
  return (
    <span className={css.mark}>
      {pages && <Snippet pages={pages} place={place} />}
      <span className={css.markLine}>
        <button type="button" className={css.from} onClick={onShow}>
          <Icon of={ScanText} size={14} /> {t("reading.from", { page: place.page })}
        </button>
        <button
          type="button"
          className={css.confirm}
          aria-label={t("reading.confirmOf", { what })}
          onClick={onConfirm}
        >
          <Icon of={Check} size={16} />
        </button>
      </span>
    </span>
  );
}

interface LinesProps extends Pick<Props, "draft" | "types" | "errors"> {
  kept: readonly string[];
  readable: (field: Readable, content: (note: ReactNode) => ReactNode) => ReactNode;
  onSet: (part: Partial<Draft>) => void;
}

/** What is claimed, line by line. */
function Lines({ draft, types, kept, errors, readable, onSet }: LinesProps) {
  const { lines } = draft;
  const list = useRef<HTMLDivElement>(null);
  const taken = lines.map((line) => line.creditType);
  const offered = types.filter((type) => !type.retired);
  // Lines of one type are told apart by what they say of themselves.
  const isOpen = (type: CreditType) => type.labels.length > 0 || !taken.includes(type.id);
  const canAdd = taken.length < MOST_LINES && offered.some(isOpen);
  // Where there is only one thing to choose it is chosen.
  const added = { creditType: offered.length === 1 ? offered[0]!.id : "", credits: "" };
  const setLine = (at: number, line: Line) => onSet({ lines: lines.with(at, line) });

  /** Whoever adds or removes a line goes on in the last one. */
  function become(next: Line[]) {
    onSet({ lines: next });
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>("[data-line]:last-of-type button")?.focus(),
    );
  }

  return (
    <div ref={list} className={css.lines}>
      {lines.map((line, at) => {
        const type = types.find(({ id }) => id === line.creditType);
        const options = offered
          .filter((one) => one.id === line.creditType || isOpen(one))
          .map(({ id, name }) => ({ value: id, label: name }));
        const isOffered = !line.creditType || options.some(({ value }) => value === line.creditType);
        const problem = errors[`claims.${at}.credit_type`] ?? errors[`claims.${at}`];
        const amount = (note?: ReactNode) => (
          <TextField
            label={t("form.amount")}
            name={`credits-${at}`}
            inputMode="decimal"
            autoComplete="off"
            figures
            value={line.credits}
            onChange={(credits) => setLine(at, { ...line, credits })}
            {...(type && { end: type.unit })}
            note={
              <>
                {note}
                {type && limits(type)}
              </>
            }
            error={errors[`claims.${at}.credits`]}
            required
          />
        );
        return (
          <div key={at} data-line>
            <div className={css.claim}>
              <SelectField
                label={t("form.creditType")}
                value={line.creditType}
                options={
                  isOffered
                    ? options
                    : [{ value: line.creditType, label: type?.name ?? line.creditType }, ...options]
                }
                placeholder={t("form.chooseType")}
                onChange={(creditType) => setLine(at, { creditType, credits: line.credits })}
                error={problem}
                // Somebody else may have removed the line meanwhile, which then cannot stay.
                note={
                  !isOffered &&
                  !problem &&
                  t(kept.includes(line.creditType) ? "form.retiredKept" : "wrong.retired")
                }
                required
              />
              {at === 0 ? readable("credits", amount) : amount()}
              {lines.length > 1 && (
                <span className={css.remove}>
                  <IconButton
                    icon={X}
                    label={
                      line.creditType
                        ? t("form.removeLine", { name: nameOf(line, type) })
                        : t("form.removeNewLine")
                    }
                    onPress={() => become(lines.toSpliced(at, 1))}
                  />
                </span>
              )}
            </div>
            {type && type.labels.length > 0 && (
              <div className={css.labels}>
                <LabelFields
                  type={type}
                  labels={line.labels ?? {}}
                  onChange={(labels) => setLine(at, { ...line, labels })}
                  error={(label) => errors[`claims.${at}.labels.${label}`]}
                  {...(at === 0 && {
                    readable: (label, content) => readable(fieldOfLabel(label), content),
                  })}
                />
              </div>
            )}
            {type?.instructions && <p className={css.instructions}>{type.instructions}</p>}
          </div>
        );
      })}
      {errors["claims"] && <Notice kind="error">{errors["claims"]}</Notice>}
      {canAdd && (
        <div>
          <Button variant="quiet" size="small" icon={Plus} onPress={() => become([...lines, added])}>
            {t("form.addLine")}
          </Button>
        </div>
      )}
    </div>
  );
}

function nameOf({ creditType, labels = {} }: Line, type: CreditType | undefined): string {
  return lineName({ credit_type: creditType, labels }, type);
}

function limits({ step, unit, minimum, maximum }: CreditType): string {
  return t("form.limits", {
    step: formatAmount(step),
    unit,
    ...boundsOf(minimum && formatAmount(minimum), maximum && formatAmount(maximum)),
  });
}
