import { FormField } from "../../form/FormField";
import { t } from "../../text";
import { useFilesOnPage } from "../../ui/useFilesOnPage";
import { FilePane } from "../adding/FilePane";
import type { HoldingFile } from "./useHoldingFile";
import type { HoldingForm } from "./useHoldingForm";

interface Props {
  form: HoldingForm;
  file: HoldingFile;
  /** Who sees it. */
  hint: string;
}

/** Takes the file that shows a credential. */
export function HoldingFileField({ form, file: { upload, actions }, hint }: Props) {
  const { sign } = useFilesOnPage({ label: t("adding.release"), paste: true, onFiles: actions.choose });
  const said = {
    label: t("holding.file.label"),
    drop: t("holding.file.drop"),
    hint,
    slow: t("holding.file.slow"),
  };
  return (
    <>
      <FormField form={form} name="upload_id">
        {({ error }) => <FilePane upload={upload} actions={actions} error={error} said={said} optional />}
      </FormField>
      {sign}
    </>
  );
}
