import type { Forecast, Rendition, Submission } from "../../api/types";
import type { UploadPorts } from "../upload";

/** What the form of a certificate asks of the API, whoever fills it in. */
export interface Ports {
  uploads: UploadPorts;
  /** What the file of an upload looks like. */
  pages: (uploadId: string, signal?: AbortSignal) => Promise<Rendition>;
  /** Asks what a submission would count for; null where nobody can tell. */
  useForecast: (body: Submission | undefined) => Asked | null;
  /** Where a certificate that may be the same is looked at. */
  href: (certificateId: string) => string;
}

/** A forecast that was asked for. */
export interface Asked {
  data: Forecast | undefined;
  error: Error | null;
  refetch: () => unknown;
}
