import { useEffect, useRef } from "react";

/** What Enter already does something with, or is written in. */
const BUSY = "a, button, input, select, textarea, summary, [role=dialog], [role=listbox], [contenteditable]";

/** Begin with Enter, wherever it has no other meaning. */
export function useEnter(begin: () => void): void {
  const latest = useRef(begin);
  latest.current = begin;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, target, defaultPrevented, repeat, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (key !== "Enter" || defaultPrevented || repeat || ctrlKey || metaKey || altKey || shiftKey) return;
      if (target instanceof Element && target.closest(BUSY)) return;
      // Behind a dialog nothing is begun.
      if (document.querySelector("[role=dialog], [role=alertdialog]")) return;
      latest.current();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
