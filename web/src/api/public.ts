import { config } from "../config";
import { caller, type Outgoing } from "./call";

/** Calls what the API answers to anybody. */
export const publicCall = caller(
  () => config.apiUrl,
  ({ url, ...rest }: Outgoing) => fetch(url, rest),
);
