import { useEffect, useReducer } from "react";
import type { Assignment } from "../../api/types";

type Maybe = Assignment | null | undefined;

/** Whose a certificate is at present: a lease that has lapsed is nobody's. */
export function presentLease(assignment: Maybe): Assignment | undefined {
  return assignment && remaining(assignment) > 0 ? assignment : undefined;
}

/** The same for something on the screen, which changes as soon as the lease lapses. */
export function useLease(assignment: Maybe): Assignment | undefined {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const until = assignment?.until;
  useEffect(() => {
    if (!until) return undefined;
    const timer = setTimeout(drawAgain, remaining({ until }) + 1);
    return () => clearTimeout(timer);
  }, [until]);
  return presentLease(assignment);
}

function remaining({ until }: Pick<Assignment, "until">): number {
  return new Date(until).getTime() - Date.now();
}
