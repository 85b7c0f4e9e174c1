import { forecastOptions } from "../../api/queries/statement";
import { issueUpload, pagesOfUpload, readUpload } from "../../api/queries/uploads";
import type { Ports } from "../../shared/adding/ports";

/** A learner asks for themselves. */
export const ports: Ports = {
  uploads: { issue: issueUpload, read: readUpload },
  pages: pagesOfUpload,
  forecast: forecastOptions,
  href: (id) => `/certificates/${id}`,
};
