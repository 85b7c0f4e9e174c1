import type { Forecast, Submission } from "../../api/types";
import { fieldsOf } from "../../api/problemWords";
import { usePaused } from "../usePaused";
import type { Ports } from "./ports";
import type { Errors } from "./strip";

const PAUSE_MS = 450;

export interface Forecasted {
  forecast?: Forecast;
  /** What a submission would be refused for. */
  errors: Errors;
  /** Why there is no forecast. */
  failure?: unknown;
  retry: () => void;
}

/** Ask what a submission would count for whenever typing pauses; what cannot be sent is not asked. */
export function useForecast(
  { useForecast: useAsked }: Ports,
  body: Submission | undefined,
): Forecasted | null {
  const asked = usePaused(body && JSON.stringify(body), PAUSE_MS);
  const answer = useAsked(body && asked ? (JSON.parse(asked) as Submission) : undefined);
  if (!answer) return null;
  const { data, error, refetch } = answer;
  return {
    ...(data && { forecast: data }),
    ...(error && { failure: error }),
    errors: fieldsOf(error),
    retry: () => void refetch(),
  };
}
