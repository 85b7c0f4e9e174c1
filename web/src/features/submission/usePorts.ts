import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { forecastOptions } from "../../api/queries/statement";
import { issueUpload, pagesOfUpload, readUpload } from "../../api/queries/uploads";
import type { Submission } from "../../api/types";
import type { Ports } from "../../shared/adding/ports";

const useForecast = (body: Submission | undefined) => useQuery(forecastOptions(body));

/**
 * A learner asks for themselves.
 *
 * @param renews The certificate that is renewed: its renewal may count in its stead.
 */
export function usePorts(renews?: string): Ports {
  const { mutateAsync: issue } = useMutation(issueUpload);
  return useMemo(
    () => ({
      uploads: { issue, read: readUpload },
      pages: pagesOfUpload,
      useForecast: (body) => useForecast(body && renews ? { ...body, renews } : body),
      href: (id) => `/certificates/${id}`,
    }),
    [issue, renews],
  );
}
