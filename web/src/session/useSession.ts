import { useSyncExternalStore } from "react";
import { session } from "./current";
import type { State, User } from "./session";

export function useSession(): State {
  return useSyncExternalStore(session.subscribe, session.state);
}

/** The user of a page that only signed-in users see. */
export function useUser(): User {
  const state = useSession();
  if (state.kind === "signed-out") throw new Error("nobody is signed in");
  return state.user;
}
