import { Refused } from "../errors";

/** What is no longer there, and what is somebody else's, look alike. */
export const isNotThere = (error: unknown) =>
  error instanceof Refused && (error.status === 404 || error.status === 403);
