import type { UseQueryOptions } from "@tanstack/react-query";
import type { Forecast, Rendition, Submission } from "../../api/types";
import type { UploadPorts } from "../upload";

/** What the form of a certificate asks of the API, whoever fills it in. */
export interface Ports {
  uploads: UploadPorts;
  /** What the file of an upload looks like. */
  pages: (uploadId: string, signal?: AbortSignal) => Promise<Rendition>;
  /** What a submission would count for; left out, nobody can tell. */
  forecast?: (body: Submission | undefined) => ForecastQuery;
  /** Where a certificate that may be the same is looked at. */
  href: (certificateId: string) => string;
}

export type ForecastQuery = UseQueryOptions<Forecast, Error, Forecast, readonly unknown[]>;
