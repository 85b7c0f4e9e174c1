import { X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "./Button";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { IconButton } from "./IconButton";
import { Link } from "./Link";
import { LiveRegion } from "./LiveRegion";
import { NOTICE_ICONS } from "./Notice";
import { SHOWN_SECONDS, type Toast, toast, toastStore } from "./toast";
import css from "./Toasts.module.css";
import tones from "./tone.module.css";
import { useWords } from "./words";

/** Shows what `toast` tells, above everything; once in the app, inside the router. */
export function Toasts() {
  const words = useWords();
  const shown = useSyncExternalStore(toastStore.subscribe, toastStore.shown);
  const said = useSyncExternalStore(toastStore.subscribe, toastStore.said);
  const [paused, setPaused] = useState(false);
  const before = useRef<HTMLElement | null>(null);
  const region = useRef<HTMLElement>(null);

  /** What is dismissed must not take the focus with it. */
  function close(end: () => void) {
    const focused = region.current?.contains(document.activeElement) ?? false;
    end();
    if (focused)
      (before.current?.isConnected ? before.current : document.querySelector<HTMLElement>("main"))?.focus();
    setPaused(false);
  }

  return (
    <section
      ref={region}
      aria-label={words.notifications}
      className={css.region}
      // Dialogs leave it in reach, and a press on it closes none of them.
      data-react-aria-top-layer
      data-no-print
      onMouseEnter={() => setPaused(true)}
      onMouseLeave={() => setPaused(false)}
      onFocus={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          before.current = event.relatedTarget instanceof HTMLElement ? event.relatedTarget : null;
        }
        setPaused(true);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setPaused(false);
      }}
    >
      <LiveRegion>{said}</LiveRegion>
      {shown.length > 0 && (
        <ol className={css.list}>
          {shown.map((one) => (
            <Shown
              key={one.id}
              toast={one}
              paused={paused}
              onDrop={() => close(() => toast.drop(one.id))}
              onUndo={() => close(() => toast.undo(one.id))}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

interface ShownProps {
  toast: Toast;
  paused: boolean;
  onDrop: () => void;
  onUndo: () => void;
}

function Shown({ toast, paused, onDrop, onUndo }: ShownProps) {
  const words = useWords();
  const { kind, text, link, undo, id } = toast;
  const stays = kind === "error" || kind === "warning";
  const left = useSecondsLeft(undo?.seconds ?? SHOWN_SECONDS, paused || (stays && !undo), id);
  return (
    <li className={cx(css.toast, tones[kind === "error" ? "danger" : kind])}>
      <span className={css.icon}>
        <Icon of={NOTICE_ICONS[kind]} size={20} />
      </span>
      <div className={css.words}>
        {text} {link && <Link to={link.to}>{link.label}</Link>}
      </div>
      {undo && (
        <Button size="small" onPress={onUndo}>
          {undo.label} <span className={css.left}>{words.undoIn(left)}</span>
        </Button>
      )}
      <IconButton icon={X} label={words.dismiss} size="small" onPress={onDrop} />
    </li>
  );
}

/** Counts down while nothing pauses it, and drops the toast at the end. */
function useSecondsLeft(seconds: number, paused: boolean, id: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => setLeft((before) => before - 1), 1000);
    return () => clearInterval(timer);
  }, [paused]);
  useEffect(() => {
    if (left <= 0) toast.drop(id);
  }, [left, id]);
  return Math.max(0, left);
}
