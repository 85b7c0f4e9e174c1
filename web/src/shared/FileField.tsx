import Button from "@cloudscape-design/components/button";
import FileDropzone from "@cloudscape-design/components/file-dropzone";
import FileInput from "@cloudscape-design/components/file-input";
import FormField from "@cloudscape-design/components/form-field";
import Icon from "@cloudscape-design/components/icon";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { t } from "../text";
import { ACCEPT } from "./fileKinds";
import { formatBytes } from "../text/format";
import { holdStrayDrops } from "./strayDrops";
import { Thumbnail } from "./Thumbnail";
import { fileLimit, oneOnly, quartersOf, type UploadState, type useUpload } from "./upload";
import type { PagesState } from "./usePages";

interface Props {
  upload: ReturnType<typeof useUpload>;
  /** What the file looks like. */
  pages: PagesState;
  error?: string | undefined;
  optional?: boolean;
}

export function FileField({ upload, pages, error, optional }: Props) {
  const { state } = upload;
  const box = useRef<HTMLDivElement>(null);
  useKeptFocus(box, state.kind);
  useEffect(() => holdStrayDrops(window), []);
  /** What was dropped together with the file that was taken. */
  const [left, setLeft] = useState<string[]>([]);
  const choose = ([file, ...others]: File[]) => {
    if (!file) return;
    setLeft(others.map(({ name }) => name));
    upload.start(file);
  };
  return (
    // A button cannot be marked as invalid; the form looks for this to take the focus there.
    <div ref={box} data-wrong={Boolean(error)} tabIndex={-1} className="file-field">
      <FormField
        label={
          <>
            {t("form.fileLabel")}
            {optional && <i> – {t("common.optional")}</i>}
          </>
        }
        errorText={error}
        stretch
      >
        {state.kind === "none" ? (
          <FileDropzone onChange={({ detail }) => choose(detail.value)}>
            <div className="drop">
              <Icon name="upload" size="medium" />
              <span className="drop-words">{t("upload.drop")}</span>
              <FileInput accept={ACCEPT} value={[]} onChange={({ detail }) => choose(detail.value)}>
                {t("upload.browse")}
              </FileInput>
              <span className="soft">{t("upload.hint", { limit: fileLimit() })}</span>
              <span className="soft">{t("upload.fills")}</span>
            </div>
          </FileDropzone>
        ) : (
          <div className="file">
            <div className="file-head">
              {pages.kind === "shown" ? (
                <Thumbnail name={pages.pictures.name(1)} get={() => pages.pictures.get(1)} />
              ) : (
                <span className="file-icon">
                  <Icon name="file" />
                </span>
              )}
              <span className="file-name">
                <strong>{state.name}</strong>
                <span className="soft">{formatBytes(state.size)}</span>
              </span>
              <span className="file-actions">{actions(upload, choose)}</span>
            </div>
            {state.kind === "sending" && (
              <progress className="sent" aria-label={t("upload.progress")} value={state.part} />
            )}
            <div role="status">
              {told(state)}
              {left.length > 0 && <div>{oneOnly(state.name, left)}</div>}
            </div>
          </div>
        )}
      </FormField>
    </div>
  );
}

/** What has the focus here may make room for something else; who uses the keyboard stays here. */
function useKeptFocus(box: RefObject<HTMLElement | null>, kind: UploadState["kind"]) {
  const was = useRef(false);
  useEffect(() => {
    const inside = box.current!;
    const come = () => (was.current = true);
    const leave = ({ relatedTarget }: FocusEvent) => (was.current = relatedTarget === null);
    inside.addEventListener("focusin", come);
    inside.addEventListener("focusout", leave);
    return () => {
      inside.removeEventListener("focusin", come);
      inside.removeEventListener("focusout", leave);
    };
  }, [box]);
  useEffect(() => {
    if (!was.current || document.activeElement !== document.body) return;
    const next = kind === "none" ? box.current?.querySelector("input") : undefined;
    (next ?? box.current)?.focus();
  }, [box, kind]);
}

function actions(upload: Props["upload"], choose: (files: File[]) => void): ReactNode {
  switch (upload.state.kind) {
    case "hashing":
    case "sending":
      return <Button onClick={upload.cancel}>{t("upload.cancel")}</Button>;
    case "failed":
    case "cancelled":
      return (
        <>
          <Button iconName="refresh" onClick={upload.retry}>
            {t("upload.retry")}
          </Button>
          <Button iconName="close" variant="icon" ariaLabel={t("upload.remove")} onClick={upload.clear} />
        </>
      );
    case "none":
    case "kept":
    case "inspecting":
    case "accepted":
    case "rejected":
      return (
        <>
          <FileInput accept={ACCEPT} value={[]} onChange={({ detail }) => choose(detail.value)}>
            {t("upload.another")}
          </FileInput>
          <Button iconName="close" variant="icon" ariaLabel={t("upload.remove")} onClick={upload.clear} />
        </>
      );
  }
}

/** What becomes of the file; each change of it is read aloud. */
function told(state: UploadState): ReactNode {
  switch (state.kind) {
    case "hashing":
      return <StatusIndicator type="in-progress">{t("upload.hashing")}</StatusIndicator>;
    case "sending":
      return (
        <StatusIndicator type="in-progress">
          {t("upload.sending", { percent: quartersOf(state.part) * 25 })}
        </StatusIndicator>
      );
    case "inspecting":
      return (
        <>
          <StatusIndicator type="in-progress">{t("upload.inspecting")}</StatusIndicator>
          {state.delay && <div className="soft">{t(`upload.delay.${state.delay}`)}</div>}
        </>
      );
    case "accepted":
      return <StatusIndicator type="success">{t("upload.accepted")}</StatusIndicator>;
    case "rejected":
      return (
        <>
          <StatusIndicator type="error">{t("upload.rejected")}</StatusIndicator>
          <div>{state.explanation}</div>
        </>
      );
    case "failed":
      return (
        <>
          <StatusIndicator type="error">{t("upload.failed")}</StatusIndicator>
          {state.message && <div>{state.message}</div>}
        </>
      );
    case "cancelled":
      return <StatusIndicator type="stopped">{t("upload.cancelled")}</StatusIndicator>;
    case "kept":
      return <StatusIndicator type="success">{t("upload.kept")}</StatusIndicator>;
    case "none":
      return null;
  }
}
