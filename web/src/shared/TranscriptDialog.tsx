import { FileDown } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { words } from "../api/problemWords";
import type { TranscriptPort } from "../api/transcripts";
import type {
  CreditType,
  Pack,
  PackRequest,
  PeriodStatement,
  StatusFilter,
  TranscriptFile,
  TranscriptLanguage,
} from "../api/types";
import { t, textsOf } from "../text";
import { language as spoken, nameOfLanguage } from "../text/language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Stack } from "../ui/layout";
import { Notice } from "../ui/Notice";
import { ProgressBar } from "../ui/ProgressBar";
import { RadioGroup } from "../ui/RadioGroup";
import { SelectField } from "../ui/SelectField";
import { toast } from "../ui/toast";
import { download } from "./download";
import { kindsOf } from "./kinds";
import { Packs } from "./Packs";
import { wait } from "./wait";

const LANGUAGES: Record<TranscriptLanguage, true> = { en: true, de: true };
/** No id of anything: those have letters, digits and hyphens. */
const ALL = "*";
/** While one is made in the background. */
const POLL_MS = 2_000;

type Made = "pdf" | "csv" | "credentials";
type Choice = Made | "pack.pdf" | "pack.zip";

/** What there is to choose from: a file made at once, or one in the background. */
const CHOICES: Record<Choice, { pack?: PackRequest["form"]; label: () => string; hint: () => string }> = {
  pdf: { label: () => t("transcript.formats.pdf"), hint: () => t("transcript.formatHints.pdf") },
  csv: { label: () => t("transcript.formats.csv"), hint: () => t("transcript.formatHints.csv") },
  credentials: {
    label: () => t("transcript.formats.credentials"),
    hint: () => t("transcript.formatHints.credentials"),
  },
  "pack.pdf": {
    pack: "pdf",
    label: () => `${t("transcript.withFiles")} (PDF)`,
    hint: () => t("transcript.withFilesHint"),
  },
  "pack.zip": {
    pack: "zip",
    label: () => `${t("transcript.withFiles")} (ZIP)`,
    hint: () => t("transcript.archiveHint"),
  },
};

interface Props {
  periods: readonly PeriodStatement[];
  types: ReadonlyMap<string, CreditType>;
  from: TranscriptPort;
  /** What it is about. */
  lead: string;
}

/** A button that asks what a transcript is to hold, and saves it. */
export function TranscriptButton(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <span data-no-print>
      <Button icon={FileDown} onPress={() => setOpen(true)}>
        {t("transcript.title")}
      </Button>
      {open && <TranscriptDialog {...props} onClose={() => setOpen(false)} />}
    </span>
  );
}

/** It was not made, and nobody works at it any more. */
class GaveUp extends Error {}

function TranscriptDialog({ periods, types, from, lead, onClose }: Props & { onClose: () => void }) {
  const id = useId();
  const [choice, setChoice] = useState<Choice>("pdf");
  const [period, setPeriod] = useState(ALL);
  const [type, setType] = useState(ALL);
  const [status, setStatus] = useState<StatusFilter | typeof ALL>(ALL);
  const [language, setLanguage] = useState<TranscriptLanguage>(
    kindsOf(LANGUAGES).find((one) => one === spoken) ?? "en",
  );
  const [busy, setBusy] = useState(false);
  const [pack, setPack] = useState<Pack>();
  const [failure, setFailure] = useState<unknown>();
  const aboutCertificates = choice !== "credentials";
  // Whoever closes it waits for nothing any more.
  const open = useRef(true);
  const isOpen = () => open.current;
  useEffect(() => {
    open.current = true;
    return () => void (open.current = false);
  }, []);

  /** Have it made, and follow how far it is; nothing where nobody waits for it any more. */
  async function packed(body: PackRequest): Promise<TranscriptFile | undefined> {
    let found = await from.begin(body);
    while (isOpen() && found.state === "working") {
      setPack(found);
      await wait(POLL_MS);
      if (isOpen()) found = await from.read(found.id);
    }
    if (!isOpen()) return undefined;
    if (!found.file) throw new GaveUp();
    return found.file;
  }

  async function save() {
    const { pack: form } = CHOICES[choice];
    const wanted = {
      language,
      ...(aboutCertificates && {
        ...(period !== ALL && { period }),
        ...(type !== ALL && { credit_type: type }),
        ...(status !== ALL && { status }),
      }),
    };
    setBusy(true);
    setFailure(undefined);
    try {
      const file = form
        ? await packed({ form, ...wanted })
        : await from.make({ format: choice as Made, ...wanted });
      if (!file) return;
      await download(() => Promise.resolve(file));
      toast.success(t("transcript.saved"));
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
      setPack(undefined);
    }
  }

  const all = (label: string): { value: typeof ALL; label: string } => ({ value: ALL, label });
  const labels = [...new Set(periods.map((one) => one.period))].toSorted().toReversed();
  return (
    <Dialog
      open
      title={t("transcript.title")}
      lead={lead}
      onCloseRequest={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" icon={FileDown} type="submit" form={id} busy={busy}>
            {t("transcript.save")}
          </Button>
        </>
      }
    >
      {!busy && <Packs from={from} />}
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap={4}>
          {failure !== undefined && (
            <Notice kind="error" title={t("transcript.failed")} announced>
              {failure instanceof GaveUp ? t("transcript.gaveUp") : words(failure)}
            </Notice>
          )}
          {pack && (
            <Notice kind="info">
              <ProgressBar
                label={t("transcript.packing")}
                {...(pack.files > 0 && {
                  value: pack.done,
                  max: pack.files,
                  text: t("transcript.packed", { done: pack.done, files: pack.files }),
                })}
              />
              <p>{t("transcript.packingHint")}</p>
            </Notice>
          )}
          <RadioGroup
            label={t("transcript.format")}
            cards
            value={choice}
            onChange={setChoice}
            options={kindsOf(CHOICES).map((value) => ({
              value,
              label: CHOICES[value].label(),
              hint: CHOICES[value].hint(),
            }))}
          />
          {aboutCertificates && (
            <>
              <SelectField
                label={t("transcript.period")}
                value={period}
                onChange={setPeriod}
                options={[
                  all(t("transcript.anyPeriod")),
                  ...labels.map((label) => ({ value: label, label })),
                ]}
              />
              <SelectField
                label={t("fields.creditType")}
                value={type}
                onChange={setType}
                options={[
                  all(t("certificates.anyType")),
                  ...[...types.values()].map(({ id: value, name }) => ({ value, label: name })),
                ]}
              />
              <SelectField
                label={t("fields.status")}
                hint={t("transcript.statusHint")}
                value={status}
                onChange={setStatus}
                options={[
                  all(t("transcript.anyStatus")),
                  ...kindsOf(textsOf("status")).map((value) => ({ value, label: t(`status.${value}`) })),
                ]}
              />
            </>
          )}
          <SelectField
            label={t("shell.language")}
            value={language}
            onChange={setLanguage}
            options={kindsOf(LANGUAGES).map((value) => ({ value, label: nameOfLanguage(value) }))}
          />
        </Stack>
      </form>
    </Dialog>
  );
}
