import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { createPortal } from "react-dom";
import css from "./FileDrop.module.css";

interface Options {
  /** Over the page, while files are held above it; left out, they are not taken there. */
  label?: string;
  /** Files come from the clipboard, too. */
  paste?: boolean;
  onFiles: (files: File[]) => void;
}

interface FilesOnPage {
  /** To be shown somewhere: it covers the page while files are held above it. */
  sign: ReactNode;
  /** They were let go where somebody else took them. */
  end: () => void;
}

export const carriesFiles = (data: DataTransfer | null) => data?.types.includes("Files") ?? false;

/** Takes files from anywhere on the page: let go above it, or pasted. */
export function useFilesOnPage({ label, paste = false, onFiles }: Options): FilesOnPage {
  const [over, setOver] = useState(false);
  const take = useEffectEvent((files: FileList | undefined) => {
    if (files?.length) onFiles([...files]);
  });
  const isTaken = label !== undefined;

  useEffect(() => {
    if (!isTaken) return undefined;
    const control = new AbortController();
    const { signal } = control;
    // Every element on the way tells of an entry and a leave: who has left all is outside.
    let within = 0;
    const move = (by: number) => (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      within = Math.max(0, within + by);
      setOver(within > 0);
    };
    document.addEventListener("dragenter", move(1), { signal });
    document.addEventListener("dragleave", move(-1), { signal });
    document.addEventListener(
      "dragover",
      (event) => {
        // The browser would open the file in the place of the page; words that are dragged are the page's own.
        if (carriesFiles(event.dataTransfer)) event.preventDefault();
      },
      { signal },
    );
    document.addEventListener(
      "drop",
      (event) => {
        within = 0;
        setOver(false);
        if (!carriesFiles(event.dataTransfer) || event.defaultPrevented) return;
        event.preventDefault();
        take(event.dataTransfer?.files);
      },
      { signal },
    );
    return () => control.abort();
  }, [isTaken]);

  useEffect(() => {
    if (!paste) return undefined;
    function onPaste(event: ClipboardEvent) {
      const { clipboardData: data, target } = event;
      const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      // Office programs put a picture of the words beside the words.
      if (!data?.files.length || (isTyping && data.types.includes("text/plain"))) return;
      event.preventDefault();
      take(data.files);
    }
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [paste]);

  return {
    sign: over && isTaken ? createPortal(<div className={css.page}>{label}</div>, document.body) : null,
    end: () => setOver(false),
  };
}
