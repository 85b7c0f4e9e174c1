import { useEffect, useRef, useState } from "react";

/**
 * Take in files from anywhere on a page: dropped on it, or pasted.
 *
 * @returns Whether files are being dragged over the page.
 */
export function useIntake(take: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => {
    const control = new AbortController();
    const on = <K extends keyof WindowEventMap>(kind: K, listen: (event: WindowEventMap[K]) => void) =>
      window.addEventListener(kind, listen, { signal: control.signal });
    // What is dragged within the page, such as words into a field, stays as it is.
    const carries = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
    /** Into how many elements, one in the other, it was dragged. */
    let depth = 0;
    const enter = (by: number) => (event: DragEvent) => {
      if (!carries(event)) return;
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    on("dragenter", enter(1));
    on("dragleave", enter(-1));
    on("dragover", (event) => {
      if (!carries(event)) return;
      // Otherwise the browser opens the file in the place of the page.
      event.preventDefault();
      event.dataTransfer!.dropEffect = "copy";
    });
    on("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...event.dataTransfer!.files];
      if (files.length) latest.current(files);
    });
    on("paste", (event) => {
      const { clipboardData, target } = event;
      const files = [...(clipboardData?.files ?? [])];
      // Office programs put a picture of the words beside the words.
      const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      if (!files.length || (isTyping && clipboardData?.types.includes("text/plain"))) return;
      event.preventDefault();
      latest.current(files);
    });
    return () => control.abort();
  }, []);

  return isOver;
}
