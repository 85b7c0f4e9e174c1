import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Clock,
  FileText,
  FileUp,
  RotateCw,
  Upload,
  X,
} from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { FileDrop } from "../../ui/FileDrop";
import { Icon, type LucideIcon } from "../../ui/Icon";
import { IconButton } from "../../ui/IconButton";
import { ProgressBar } from "../../ui/ProgressBar";
import { ACCEPT } from "../fileKinds";
import { formatBytes } from "../../text/format";
import { fileLimit, quartersOf, type UploadState } from "../upload";
import { useMedia } from "../useMedia";
import css from "./FilePane.module.css";

/** What can be done with the file of one draft. */
export interface FileActions {
  choose: (files: File[]) => void;
  cancel: () => void;
  retry: () => void;
  clear: () => void;
}

interface Props {
  upload: UploadState;
  actions: FileActions;
  error?: string | undefined;
  optional: boolean;
  /** Whether several can be chosen at once. */
  many?: boolean;
  /** What is said of it, where it is no certificate's. */
  said?: FileWords;
}

/** What is said of a file and of the place where it is put. */
export interface FileWords {
  label: string;
  drop: string;
  hint: string;
  /** While its check takes long. */
  slow: string;
}

/** The file of a draft: where it is put, and what becomes of it. */
export function FilePane({ upload, actions, error, optional, many = false, said }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useKeptFocus(box, upload.kind);
  return (
    // The form looks for what is wrong to take the focus there; a group itself cannot be marked.
    <div
      ref={box}
      role="group"
      aria-label={said?.label ?? t("form.fileLabel")}
      data-wrong={Boolean(error)}
      data-invalid={Boolean(error)}
      tabIndex={-1}
      className={css.pane}
    >
      {upload.kind === "none" ? (
        <DropArea take={actions.choose} optional={optional} many={many} error={error} said={said} />
      ) : (
        <>
          <FileCard upload={upload} actions={actions} said={said} />
          {error && (
            <p className={css.error}>
              <Icon of={CircleAlert} size={16} /> {error}
            </p>
          )}
        </>
      )}
    </div>
  );
}

interface DropProps {
  take: (files: File[]) => void;
  optional?: boolean;
  many?: boolean;
  error?: string | undefined;
  said?: FileWords | undefined;
}

/** Where files are put: dropped, chosen, or photographed. All of the page takes them, too. */
export function DropArea({ take, optional = false, many = false, error, said }: DropProps) {
  // On a phone there is nothing to drag from, but a camera.
  const isTouch = useMedia("(pointer: coarse)");
  return (
    <FileDrop
      label={
        <>
          {said?.drop ?? t(isTouch ? "adding.dropTouch" : many ? "adding.dropMany" : "upload.drop")}
          {optional && <span className={css.soft}> – {t("common.optional")}</span>}
        </>
      }
      hint={
        <>
          {said?.hint ?? t(many ? "adding.fillsMany" : "upload.fills")}
          <br />
          {t("upload.hint", { limit: fileLimit() })}
          {!isTouch && ` · ${t("adding.paste")}`}
        </>
      }
      error={error}
      chooseLabel={t(many ? "adding.browseMany" : "upload.browse")}
      cameraLabel={t("adding.camera")}
      accept={ACCEPT}
      multiple={many}
      onFiles={take}
    />
  );
}

interface PickedProps {
  take: (files: File[]) => void;
  many?: boolean;
  children: ReactNode;
}

/** Has files chosen by the button in it. */
export function Picked({ take, many = false, children }: PickedProps) {
  return (
    <FileTrigger
      acceptedFileTypes={ACCEPT.split(",")}
      allowsMultiple={many}
      onSelect={(files) => files?.length && take([...files])}
    >
      {children}
    </FileTrigger>
  );
}

interface CardProps {
  upload: Present;
  said: FileWords | undefined;
}

function FileCard({ upload, actions, said }: Pick<Props, "actions"> & CardProps) {
  const { icon, tone } = LOOKS[upload.kind];
  const isSlow = upload.kind === "inspecting" && upload.delay === "slow";
  const also = (isSlow && said?.slow) || more(upload);
  return (
    <div className={css.card} data-tone={tone}>
      <span className={css.picture}>
        <Icon of={FileText} size={24} />
      </span>
      <div className={css.about}>
        <p className={css.name}>
          <span className={css.words}>{upload.name}</span>
          <span className={css.soft}>{formatBytes(upload.size)}</span>
        </p>
        <p className={css.state}>
          <Icon of={icon} size={16} /> {stateWords(upload)}
        </p>
        {also && <p className={css.soft}>{also}</p>}
        {upload.kind === "sending" && (
          <ProgressBar label={t("upload.progress")} hideLabel value={upload.part} max={1} />
        )}
      </div>
      <div className={css.actions}>{buttons(upload, actions)}</div>
    </div>
  );
}

type Present = Exclude<UploadState, { kind: "none" }>;
type Look = { icon: LucideIcon; tone: "busy" | "good" | "bad" };

/** How a file that is on its way, or there, is shown. */
export const LOOKS: Record<Present["kind"], Look> = {
  waiting: { icon: Clock, tone: "busy" },
  hashing: { icon: Upload, tone: "busy" },
  sending: { icon: Upload, tone: "busy" },
  inspecting: { icon: RotateCw, tone: "busy" },
  accepted: { icon: CircleCheck, tone: "good" },
  kept: { icon: CircleCheck, tone: "good" },
  rejected: { icon: CircleAlert, tone: "bad" },
  failed: { icon: CircleAlert, tone: "bad" },
  cancelled: { icon: CircleSlash, tone: "bad" },
};

/** What becomes of a file, in a few words that change seldom. */
export function stateWords(state: Present): string {
  switch (state.kind) {
    case "sending":
      return t("upload.sending", { percent: quartersOf(state.part) * 25 });
    case "waiting":
    case "hashing":
    case "inspecting":
    case "accepted":
    case "kept":
    case "rejected":
    case "failed":
    case "cancelled":
      return t(`upload.${state.kind}`);
  }
}

function more(state: Present): string | undefined {
  if (state.kind === "rejected") return state.explanation;
  if (state.kind === "failed") return state.message;
  if (state.kind === "inspecting" && state.delay) return t(`upload.delay.${state.delay}`);
  return undefined;
}

function buttons(upload: Present, { choose, cancel, retry, clear }: FileActions): ReactNode {
  const remove = <IconButton icon={X} label={t("upload.remove")} size="small" onPress={clear} />;
  switch (upload.kind) {
    case "waiting":
    case "hashing":
    case "sending":
      return (
        <Button size="small" onPress={cancel}>
          {t("upload.cancel")}
        </Button>
      );
    case "failed":
    case "cancelled":
      return (
        <>
          <Button size="small" icon={RotateCw} onPress={retry}>
            {t("upload.retry")}
          </Button>
          {remove}
        </>
      );
    case "kept":
    case "inspecting":
    case "accepted":
    case "rejected":
      return (
        <>
          <Picked take={choose}>
            <IconButton icon={FileUp} label={t("upload.another")} size="small" />
          </Picked>
          {remove}
        </>
      );
  }
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
    const next = kind === "none" ? box.current?.querySelector("button") : undefined;
    (next ?? box.current)?.focus();
  }, [box, kind]);
}
