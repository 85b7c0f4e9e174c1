import { FileDown } from "lucide-react";
import { useId, useState } from "react";
import type {
  CreditType,
  PeriodStatement,
  StatusFilter,
  TranscriptFile,
  TranscriptLanguage,
  TranscriptQuery,
} from "../api/types";
import { words } from "../api/problemWords";
import { t, textsOf } from "../text";
import { language as spoken, nameOfLanguage } from "../text/language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Stack } from "../ui/layout";
import { Notice } from "../ui/Notice";
import { RadioGroup } from "../ui/RadioGroup";
import { SelectField } from "../ui/SelectField";
import { toast } from "../ui/toast";
import { download } from "./download";
import { kindsOf } from "./kinds";

/** What a person can open; JSON is for programs. */
type FileFormat = Exclude<NonNullable<TranscriptQuery["format"]>, "json">;

const FORMATS: Record<FileFormat, true> = { pdf: true, csv: true };
const LANGUAGES: Record<TranscriptLanguage, true> = { en: true, de: true };
/** No id of anything: those have letters, digits and hyphens. */
const ALL = "*";

interface Props {
  periods: readonly PeriodStatement[];
  types: ReadonlyMap<string, CreditType>;
  /** Has it made; what is returned leads to it. */
  make: (query: TranscriptQuery) => Promise<TranscriptFile>;
  /** What it is about, where that is not who reads this. */
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

function TranscriptDialog({ periods, types, make, lead, onClose }: Props & { onClose: () => void }) {
  const id = useId();
  const [format, setFormat] = useState<FileFormat>("pdf");
  const [period, setPeriod] = useState(ALL);
  const [type, setType] = useState(ALL);
  const [status, setStatus] = useState<StatusFilter | typeof ALL>(ALL);
  const [language, setLanguage] = useState<TranscriptLanguage>(
    kindsOf(LANGUAGES).find((one) => one === spoken) ?? "en",
  );
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  async function save() {
    setBusy(true);
    setFailure(undefined);
    try {
      await download(() =>
        make({
          format,
          language,
          ...(period !== ALL && { period }),
          ...(type !== ALL && { credit_type: type }),
          ...(status !== ALL && { status }),
        }),
      );
      toast.success(t("transcript.saved"));
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
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
              {words(failure)}
            </Notice>
          )}
          <RadioGroup
            label={t("transcript.format")}
            cards
            value={format}
            onChange={setFormat}
            options={kindsOf(FORMATS).map((value) => ({
              value,
              label: t(`transcript.formats.${value}`),
              hint: t(`transcript.formatHints.${value}`),
            }))}
          />
          <SelectField
            label={t("transcript.period")}
            value={period}
            onChange={setPeriod}
            options={[all(t("transcript.anyPeriod")), ...labels.map((label) => ({ value: label, label }))]}
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
