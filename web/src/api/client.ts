/** What is kept of the API's answers, and how often something is asked again. */

import { QueryClient } from "@tanstack/react-query";
import { Refused, Unreachable } from "../errors";

/** How long what was read is taken for what is there. */
export const FRESH_MS = {
  /** Others change it all the time: it is shown while it is read anew. */
  shared: 1_000,
  /** Changes once in a while, by an administrator. */
  setUp: 60_000,
  /** Hardly ever changes. */
  names: 5 * 60_000,
};

/** For what others change while it is looked at. */
export const watched = { staleTime: FRESH_MS.shared, refetchOnWindowFocus: true } as const;

const TRIES = 3;
/** Where nothing says how long to wait. */
const PAUSE_MS = 2_000;
/** Nobody waits longer than this without being told why. */
const MOST_PAUSE_MS = 10_000;

/** How long to wait, as the API says. */
export function pauseOf(error: unknown): number {
  const said = error instanceof Refused ? error.retryAfter : undefined;
  return said === undefined ? PAUSE_MS : said * 1000;
}

/** Whether to ask again after so many failures: not what was refused, and not what takes long. */
export function mayReadAgain(failures: number, error: unknown): boolean {
  if (failures + 1 >= TRIES) return false;
  if (error instanceof Unreachable) return true;
  return isForNow(error) && pauseOf(error) <= MOST_PAUSE_MS;
}

/**
 * The same of what changes something. It is the same when it comes twice; but who is without a network
 * is told so at once.
 */
export function mayWriteAgain(failures: number, error: unknown): boolean {
  return !(error instanceof Unreachable) && mayReadAgain(failures, error);
}

function isForNow(error: unknown): boolean {
  return error instanceof Refused && (error.status === 503 || error.status === 429);
}

/** One for every user who signs in. Without a network it is said so, rather than waited for ever. */
export function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        refetchOnReconnect: true,
        refetchOnWindowFocus: false,
        staleTime: FRESH_MS.shared,
        retry: mayReadAgain,
        retryDelay: (_, error) => pauseOf(error),
      },
      mutations: {
        networkMode: "always",
        retry: mayWriteAgain,
        retryDelay: (_, error) => pauseOf(error),
      },
    },
  });
}

/** For what carries links: those lapse, so that what is read anew is another thing even where it says the same. */
export const linked = { structuralSharing: false } as const;
