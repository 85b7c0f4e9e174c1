import { Camera, FileUp } from "lucide-react";
import { type ReactNode, type Ref, useState } from "react";
import button from "./Button.module.css";
import { cx } from "./cx";
import { FieldEnd, useFieldLinks } from "./Field";
import css from "./FileDrop.module.css";
import { Icon } from "./Icon";
import { carriesFiles, useFilesOnPage } from "./useFilesOnPage";

interface Props {
  /** What is wanted. */
  label: ReactNode;
  /** Which files are taken. */
  hint?: ReactNode;
  error?: ReactNode;
  /** Of the button that opens the files. */
  chooseLabel: string;
  /** Of the button that opens the camera, on what has one. */
  cameraLabel?: string;
  /** Over the page, while files are held above it; given, all of the page takes them. */
  pageLabel?: string;
  /** Files come from the clipboard, too. */
  paste?: boolean;
  /** As the attribute of an input: `application/pdf,image/*`. */
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
  /** Of the input behind the button. */
  ref?: Ref<HTMLInputElement>;
}

/** Takes files: dropped, chosen, pasted, or pictures just taken. */
export function FileDrop(props: Props) {
  const {
    label,
    hint,
    error,
    chooseLabel,
    cameraLabel,
    pageLabel,
    paste = false,
    accept,
    multiple = false,
  } = props;
  const { disabled = false, onFiles, ref } = props;
  const { links, ids } = useFieldLinks({ label, hint, error });
  const [over, setOver] = useState(false);
  const page = useFilesOnPage({
    ...(pageLabel !== undefined && !disabled && { label: pageLabel }),
    paste: paste && !disabled,
    onFiles: take,
  });

  function take(files: readonly File[]) {
    if (!disabled && files.length > 0) onFiles(multiple ? [...files] : files.slice(0, 1));
  }

  const input = {
    type: "file",
    className: css.input,
    disabled,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      take([...(event.target.files ?? [])]);
      // The same file can be chosen again.
      event.target.value = "";
    },
  } as const;
  return (
    <div className={css.field}>
      <div
        className={cx(css.zone, over && css.over, Boolean(error) && css.invalid)}
        onDragOver={(event) => {
          if (disabled || !carriesFiles(event.dataTransfer)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
        }}
        onDrop={(event) => {
          if (!carriesFiles(event.dataTransfer)) return;
          event.preventDefault();
          event.stopPropagation();
          setOver(false);
          page.end();
          take([...event.dataTransfer.files]);
        }}
      >
        <span className={css.icon}>
          <Icon of={FileUp} size={32} />
        </span>
        <div className={css.label}>{label}</div>
        {hint && (
          <div className={css.hint} id={ids.hint}>
            {hint}
          </div>
        )}
        <div className={css.ways}>
          <label
            className={cx(button.button, button.secondary, css.way)}
            data-disabled={disabled || undefined}
          >
            {chooseLabel}
            <input {...input} {...links} ref={ref} accept={accept} multiple={multiple} />
          </label>
          {cameraLabel !== undefined && (
            <label
              className={cx(button.button, button.secondary, css.way, css.camera)}
              data-disabled={disabled || undefined}
            >
              <Icon of={Camera} />
              {cameraLabel}
              <input {...input} accept="image/*" capture="environment" />
            </label>
          )}
        </div>
      </div>
      <FieldEnd words={{ label, error }} ids={ids} />
      {page.sign}
    </div>
  );
}
