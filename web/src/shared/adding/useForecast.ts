import { useQuery } from "@tanstack/react-query";
import type { Forecast, Submission } from "../../api/types";
import { fieldsOf } from "../problemWords";
import { usePaused } from "../usePaused";
import type { ForecastQuery, Ports } from "./ports";
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

const NEVER = {
  queryKey: ["forecast", "none"],
  queryFn: () => Promise.reject(new Error("nobody asks")),
  enabled: false,
} satisfies ForecastQuery;

/** Ask what a submission would count for whenever typing pauses; what cannot be sent is not asked. */
export function useForecast({ forecast: ask }: Ports, body: Submission | undefined): Forecasted {
  const asked = usePaused(body && JSON.stringify(body), PAUSE_MS);
  const known = body && asked ? (JSON.parse(asked) as Submission) : undefined;
  const { data, error, refetch } = useQuery(ask ? ask(known) : NEVER);
  return {
    ...(data && { forecast: data }),
    ...(error && { failure: error }),
    errors: fieldsOf(error),
    retry: () => void refetch(),
  };
}
