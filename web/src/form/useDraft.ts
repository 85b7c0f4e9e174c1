import { useEffect, useRef } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { useUser } from "../session/useSession";
import type { ApiForm } from "./useApiForm";

const DAY_MS = 24 * 60 * 60_000;
/** What is older is nothing that anybody comes back to. */
const KEPT_MS = 30 * DAY_MS;

interface Kept {
  at: number;
  values: FieldValues;
}

/**
 * Keep what was typed, for this user in this browser, until it is sent; it stands in the form again when
 * that is opened the next time. A second tab with the same form keeps nothing of its own.
 *
 * @param name Which form, and of what: `decision/<learner>/<certificate>`.
 */
export function useDraft<Values extends FieldValues>(name: string, form: ApiForm<Values>): void {
  const { id } = useUser();
  const key = `certfolio.form/${id}/${name}`;
  const { watch, reset, getValues, isUnsaved } = form;
  const known = useRef({ watch, reset, getValues, isUnsaved });
  known.current = { watch, reset, getValues, isUnsaved };
  const { sent } = form;

  useEffect(() => {
    const stop: (() => void)[] = [];
    let closed = false;
    const begin = () => {
      if (closed) return;
      const { values } = read(key) ?? {};
      // What is typed already is newer than what was kept.
      if (values && !known.current.isUnsaved()) restore(known.current, values as Values);
      stop.push(watchAndKeep(known.current, key));
    };
    claim(key, begin, stop);
    return () => {
      closed = true;
      for (const end of stop) end();
    };
  }, [key]);

  useEffect(() => {
    if (sent > 0) localStorage.removeItem(key);
  }, [sent, key]);
}

type Held<Values extends FieldValues> = Pick<UseFormReturn<Values>, "watch" | "reset" | "getValues">;

function restore<Values extends FieldValues>({ reset, getValues }: Held<Values>, values: Values): void {
  reset({ ...getValues(), ...values }, { keepDefaultValues: true });
}

function watchAndKeep<Values extends FieldValues>({ watch }: Held<Values>, key: string): () => void {
  const { unsubscribe } = watch((values, { name }) => {
    // A form that begins anew is not typed in.
    if (name) localStorage.setItem(key, JSON.stringify({ at: Date.now(), values } satisfies Kept));
    else localStorage.removeItem(key);
  });
  return unsubscribe;
}

/** The browser frees the lock when the tab is gone, however that came. */
function claim(key: string, begin: () => void, stop: (() => void)[]): void {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return begin();
  void locks.request(key, { ifAvailable: true }, (lock) => {
    if (!lock) return undefined;
    begin();
    return new Promise<void>((release) => stop.push(release));
  });
}

function read(key: string): Kept | undefined {
  const kept = localStorage.getItem(key);
  if (!kept) return undefined;
  const { at, values } = JSON.parse(kept) as Kept;
  if (Date.now() - at < KEPT_MS) return { at, values };
  localStorage.removeItem(key);
  return undefined;
}
