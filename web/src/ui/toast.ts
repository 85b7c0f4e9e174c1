import type { NoticeKind } from "./Notice";

interface More {
  /** Where what is told of can be seen. */
  link?: { label: string; to: string };
  /** Takes it back, for so many seconds. */
  undo?: { label: string; seconds: number; onUndo: () => void };
  /** It is gone and was not undone. */
  onGone?: () => void;
}

export interface Toast extends More {
  id: number;
  kind: NoticeKind;
  text: string;
}

const MOST = 3;
/** How long what went well can be read; what went wrong stays until it is dismissed. */
export const SHOWN_SECONDS = 8;

let shown: readonly Toast[] = [];
let said = "";
let next = 0;
const listeners = new Set<() => void>();

function tell() {
  for (const listener of listeners) listener();
}

/** Says something unseen, in the one polite live region of the page. */
export function say(text: string): void {
  // The same words twice are two events: a live region only says what changed.
  said = said === text ? `${text}\u00a0` : text;
  tell();
}

function show(kind: NoticeKind, text: string, more: More = {}): number {
  const id = (next += 1);
  const waiting = (toast: Toast) => toast.undo !== undefined || toast.onGone !== undefined;
  // One success takes the place of the one before, unless that can still be undone.
  const kept = shown.filter((toast) => !(kind === "success" && toast.kind === "success" && !waiting(toast)));
  const pushed = kept.slice(0, Math.max(0, kept.length - MOST + 1));
  shown = [...kept.filter((toast) => !pushed.includes(toast)), { id, kind, text, ...more }];
  for (const toast of pushed) toast.onGone?.();
  say(text);
  return id;
}

function take(id: number): Toast | undefined {
  const toast = shown.find((one) => one.id === id);
  if (toast) {
    shown = shown.filter((one) => one !== toast);
    tell();
  }
  return toast;
}

/** Told from anywhere, shown by `Toasts`. */
export const toast = {
  success: (text: string, more?: More) => show("success", text, more),
  info: (text: string, more?: More) => show("info", text, more),
  warning: (text: string, more?: More) => show("warning", text, more),
  error: (text: string, more?: More) => show("error", text, more),
  drop: (id: number) => take(id)?.onGone?.(),
  undo: (id: number) => take(id)?.undo?.onUndo(),
  /** Another user starts afresh. */
  clear: () => {
    const all = shown;
    shown = [];
    said = "";
    tell();
    for (const one of all) one.onGone?.();
  },
};

export const toastStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  shown: () => shown,
  said: () => said,
};
