import { config } from "../config";
import { caller, type Outgoing } from "./call";

/**
 * Calls what the API answers to anybody. Browsers keep these answers for minutes: they ask whether they
 * still hold, so that who changes something sees it.
 */
export const publicCall = caller(
  () => config.apiUrl,
  ({ url, ...rest }: Outgoing) => fetch(url, { ...rest, cache: "no-cache" }),
);
