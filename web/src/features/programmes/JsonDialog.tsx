import "../../text/rules";
import { Copy } from "lucide-react";
import { useState } from "react";
import type { Programme } from "../../api/types";
import { complete } from "../../shared/programmes/complete";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { TextArea } from "../../ui/TextArea";
import { toast } from "../../ui/toast";
import css from "./Builder.module.css";
import { toSend } from "./draft";

interface Props {
  programme: Programme;
  onUse: (programme: Programme) => void;
  onClose: () => void;
}

/** The programme as data, for who would rather write it so. */
export function JsonDialog({ programme, onUse, onClose }: Props) {
  const [text, setText] = useState(() => JSON.stringify(toSend(programme), null, 2));
  const [error, setError] = useState<string>();
  function use() {
    try {
      const found = complete(JSON.parse(text));
      if (found) onUse({ ...found, id: programme.id || found.id });
      else setError(t("programmes.json.noProgramme"));
    } catch (failure) {
      setError(t("programmes.json.wrong", { why: failure instanceof Error ? failure.message : "" }));
    }
  }
  return (
    <Dialog
      open
      size="large"
      title={t("programmes.json.title")}
      lead={t("programmes.json.lead")}
      onCloseRequest={onClose}
      footer={
        <>
          <Button
            icon={Copy}
            variant="quiet"
            onPress={() =>
              void navigator.clipboard.writeText(text).then(() => toast.success(t("programmes.json.copied")))
            }
          >
            {t("programmes.json.copy")}
          </Button>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" onPress={use}>
            {t("programmes.json.use")}
          </Button>
        </>
      }
    >
      <div className={css.json}>
        <TextArea
          label={t("programmes.json.label")}
          value={text}
          spellCheck={false}
          {...(error && { error })}
          onChange={(typed) => {
            setError(undefined);
            setText(typed);
          }}
        />
      </div>
    </Dialog>
  );
}
