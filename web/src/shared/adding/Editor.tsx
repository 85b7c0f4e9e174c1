import { Check } from "lucide-react";
import { type ReactNode, type SubmitEvent, useEffect, useId, useRef, useState } from "react";
import { fieldsOf, heading, words } from "../../api/problemWords";
import type { CreditType, Forecast, Submission } from "../../api/types";
import { t } from "../../text";
import { formatList } from "../../text/format";
import { Button } from "../../ui/Button";
import { Kbd } from "../../ui/Kbd";
import { Notice } from "../../ui/Notice";
import { Blank } from "../Blank";
import { Document, type Lit } from "../Document";
import { bodyOf, type Draft, gaps, isEmpty, obstacles, required, unforeseen } from "../draft";
import { CrossCheck } from "../Found";
import { labelName } from "../lineLabels";
import { unconfirmed, confirm } from "../reading";
import { whatWasRead } from "../readWords";
import { ulid } from "../ulid";
import { uploadIdOf } from "../upload";
import { ONE_COLUMN, useMedia } from "../useMedia";
import type { PagesState } from "../usePages";
import css from "./Editor.module.css";
import { controlOf, Fields } from "./Fields";
import { FilePane } from "./FilePane";
import { ForecastView } from "./ForecastView";
import type { Ports } from "./ports";
import { type Errors, type Item, withoutEnd } from "./strip";
import { isSame } from "./same";
import type { Sent } from "./sent";
import { useForecast } from "./useForecast";
import type { Work } from "./useWork";

interface Props {
  work: Work;
  item: Item;
  ports: Ports;
  types: readonly CreditType[];
  /** Credit types that the certificate claims already. */
  kept?: readonly string[] | undefined;
  /** What the file looks like. */
  pages: PagesState;
  /** Several files can be chosen at once. */
  many?: boolean;
  /** Take in files where there is none yet. */
  take: (files: File[]) => void;
  onBehalf?: boolean;
  /** What the button says that sends it. */
  action: string;
  /** Send it; undefined where it stays to be mended. */
  send: (body: Submission) => Promise<Sent | undefined>;
  /** What is missing beside the fields of a certificate. */
  lacking?: () => Errors;
  /** The way out beside it. */
  cancel?: { words: string; onPress: () => void };
  /** Begin with what one would have begun with. */
  onStartOver?: () => void;
  /** Above the fields: what one has to know first. */
  above?: ReactNode;
  /** Below the fields: what is asked in addition. */
  below?: ReactNode;
  /** Says in its own words why it could not be sent; nothing where it has none. */
  explain?: (error: unknown) => ReactNode;
}

/** One draft: its document, the questions that it answers, and what it will count for. */
export function Editor(props: Props) {
  const { work, item, ports, types, kept, pages, many = false, take, onBehalf = false } = props;
  const { drafts, uploads, states } = work;
  const { key, draft } = item;
  const upload = states.get(key) ?? { kind: "none" };
  const uploadId = uploadIdOf(upload);
  const oneColumn = useMedia(ONE_COLUMN);
  const [lit, setLit] = useState<Lit>();
  const form = useRef<HTMLFormElement>(null);
  const id = useId();

  const body = bodyOf(draft, uploadId);
  const forecasted = useForecast(ports, body);
  // What is still empty is not wrong before it is submitted; a file says itself how it stands.
  const missing = gaps(draft, required(draft, [...types]), uploadId, types);
  const marked: Errors = {
    ...Object.fromEntries(
      Object.entries(forecasted?.errors ?? {}).filter(
        ([field]) => field !== "upload_id" && !(field in missing),
      ),
    ),
    ...item.errors,
  };
  const marks = new Map(unconfirmed(draft));
  const reading = {
    pages,
    marks,
    light: (places: Lit["places"], reveal = false) => setLit({ places, reveal }),
    confirm: (fields: Parameters<typeof confirm>[1]) =>
      drafts.changeDraft(key, (now) => confirm(now, fields)),
  };

  // What was said of a file does not hold for what becomes of it next.
  const { change } = drafts;
  useEffect(() => {
    change(key, (now) => {
      if (!("upload_id" in now.errors)) return now;
      const { upload_id: _, ...errors } = now.errors;
      return { ...now, errors };
    });
  }, [upload.kind, key, change]);

  function edit(next: Draft) {
    // What was corrected is no longer marked.
    change(key, (now) => ({
      ...now,
      draft: next,
      errors: Object.fromEntries(
        Object.entries(now.errors).filter(([field]) => isSame(field, now.draft, next)),
      ),
    }));
  }

  async function submit(event?: SubmitEvent) {
    event?.preventDefault();
    if (item.isBusy) return;
    const errors = { ...obstacles(draft, [...types], upload), ...props.lacking?.() };
    const isWrong = Object.keys(errors).length > 0 || !body;
    if (isWrong) refused.current = errors;
    change(key, (now) => ({ ...withoutEnd(now), errors, isBusy: !isWrong }));
    if (isWrong) return;
    try {
      const sent = await props.send(body);
      if (sent && "made" in sent) drafts.made(key, sent.made);
      else change(key, (now) => ({ ...now, isBusy: false, ...(sent && { ended: sent.ended }) }));
    } catch (failure) {
      const errors = fieldsOf(failure);
      refused.current = errors;
      change(key, (now) => ({ ...now, isBusy: false, errors, failure }));
    }
  }

  // The first field that is wrong takes the focus, once it says that it is.
  const refused = useRef<Errors>(undefined);
  useEffect(() => {
    if (refused.current !== item.errors) return;
    refused.current = undefined;
    const find = (what: string) => form.current?.querySelector<HTMLElement>(what);
    const wrong =
      find("[aria-invalid=true], button[data-invalid], [data-wrong=true] :is(input, button)") ??
      find("[role=alert]");
    wrong?.scrollIntoView({ block: "center" });
    wrong?.focus();
  }, [item.errors]);

  // One key from wherever one is on the page.
  const latest = useRef(submit);
  latest.current = submit;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      void latest.current();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  /** Make another certificate of what is typed; its file belongs to the first one. */
  function beginAnew() {
    uploads.clear(key);
    change(key, (now) => {
      const { file: _, ...typed } = now.draft;
      return { ...withoutEnd(now), draft: { ...typed, id: ulid() } };
    });
  }

  const { failure, ended } = item;
  const said = failure === undefined ? undefined : props.explain?.(failure) || <Failure error={failure} />;
  const fields = [...marks.keys()];
  const firstType = types.find((type) => type.id === draft.lines[0]?.creditType);
  return (
    <form ref={form} className={css.editor} onSubmit={(event) => void submit(event)} noValidate id={id}>
      {item.isTakenUp && !isEmpty(draft) && (
        <p className={css.takenUp}>
          {t("form.draftTakenUp")}
          {props.onStartOver && (
            <Button variant="quiet" size="small" onPress={props.onStartOver}>
              {t("form.startOver")}
            </Button>
          )}
        </p>
      )}
      {ended && (
        <Notice
          kind="warning"
          announced
          title={t("form.endedTitle", { status: t(`status.${ended.status}`) })}
          action={
            <Button size="small" onPress={beginAnew}>
              {t("form.beginAnew")}
            </Button>
          }
        >
          {t(ended.file ? "form.endedWithFile" : "form.ended")}
        </Notice>
      )}
      {said}
      {props.above}
      <div className={css.columns} data-side={forecasted !== null}>
        <div className={css.document}>
          <FilePane
            upload={upload}
            error={marked["upload_id"]}
            many={many}
            optional={isFileOptional(draft, types)}
            actions={{
              choose: (files) => (upload.kind === "none" ? take(files) : replace(files)),
              cancel: () => uploads.cancel(key),
              retry: () => uploads.retry(key),
              clear: () => uploads.clear(key),
            }}
          />
          <Blank pages={pages} />
          {pages.kind !== "none" && upload.kind !== "none" && (
            <Document pages={pages} name={upload.name} heading={t("preview.region")} lit={lit} />
          )}
        </div>
        <div className={css.fields}>
          {fields.length > 0 && (
            <div className={css.readAll}>
              <span>
                {t("reading.filled", {
                  what: formatList(fields.map((field) => whatWasRead(field, firstType))),
                })}
              </span>
              <Button
                size="small"
                icon={Check}
                onPress={() => {
                  reading.confirm(fields);
                  form.current?.querySelector<HTMLElement>(controlOf(fields[0]!))?.focus();
                }}
              >
                {t("reading.confirmAll")}
              </Button>
            </div>
          )}
          <Fields
            draft={draft}
            onChange={edit}
            types={types}
            {...(kept && { kept })}
            errors={marked}
            reading={reading}
            cutOut={oneColumn}
            onBehalf={onBehalf}
          />
          {props.below}
        </div>
        {forecasted && (
          <div className={css.side}>
            <ForecastView
              forecasted={forecasted}
              missing={unforeseen(draft, types)}
              types={types}
              href={ports.href}
            />
            <CrossCheck
              found={(upload.kind === "accepted" && forecasted.forecast?.found) || []}
              labels={(upload.kind === "accepted" && labelsFound(forecasted.forecast, draft, types)) || []}
              onShow={(places) => reading.light(places, true)}
            />
          </div>
        )}
      </div>
      <div className={css.bar}>
        {props.cancel && (
          <Button variant="quiet" onPress={props.cancel.onPress}>
            {props.cancel.words}
          </Button>
        )}
        <span className={css.keys} aria-hidden>
          <Kbd>{IS_MAC ? "⌘" : t("adding.ctrl")}</Kbd> <Kbd>↵</Kbd>
        </span>
        <Button variant="primary" type="submit" busy={item.isBusy}>
          {props.action}
        </Button>
      </div>
    </form>
  );

  function replace([file]: File[]) {
    if (file) uploads.start(key, draft.id, file);
  }
}

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Of a credit type that is not known here nobody knows what it asks for. */
function isFileOptional(draft: Draft, types: readonly CreditType[]): boolean {
  const claimed = draft.lines.flatMap(({ creditType }) => creditType || []);
  const known = claimed.map((id) => types.find((type) => type.id === id));
  return known.length > 0 && known.every((type) => type && !type.requires.includes("file"));
}

/** What is found of each label that is stated, by the name of the label. */
function labelsFound(forecast: Forecast | undefined, { lines }: Draft, types: readonly CreditType[]) {
  return forecast?.found_labels.map((finding) => ({
    finding,
    name: labelName(
      types.find(({ id }) => id === lines[finding.line]?.creditType),
      finding.label,
    ),
  }));
}

/** What is said beside a field of the form, and what is not. */
const SHOWN =
  /^(title|issuer|certificate_number|verification_link|earned_on|expires_on|upload_id|claims(\.\d+(\.(credit_type|credits|labels\.[^.]+))?)?)$/;

function Failure({ error }: { error: unknown }) {
  const others = Object.entries(fieldsOf(error)).filter(([field]) => !SHOWN.test(field));
  return (
    <Notice kind="error" announced title={heading(error)}>
      {words(error)}
      {others.map(([field, detail]) => (
        <div key={field}>
          {field}: {detail}
        </div>
      ))}
    </Notice>
  );
}
