/** A file that shows a credential, on its way and there. */

import type { InspectedFile, Rendition, UploadRequest } from "../api/types";
import type { Routes } from "./serve";

export const UPLOAD = "01JD00000000000000000000A1";

export const shownBy = (change: Partial<InspectedFile> = {}): InspectedFile => ({
  upload_id: UPLOAD,
  name: "credential.pdf",
  content_type: "application/pdf",
  size: 1000,
  sha256: "0".repeat(64),
  state: "accepted",
  reason: null,
  explanation: null,
  values: {},
  ...change,
});

export const drawn: Rendition = {
  pages: [
    {
      url: "https://files.test/1.png",
      width: 800,
      height: 1100,
      words: [{ text: "Certified", left: 0, top: 0, right: 10, bottom: 10 }],
      blank: false,
      recognised: false,
      letters_missing: false,
    },
  ],
  expires_at: "2026-11-26T10:00:00Z",
  signed_by: [],
  trailer: null,
  found: [],
  suggestions: [],
  found_labels: [],
  suggested_labels: [],
};

/** What is asked while a file is uploaded, below the place of whoever uploads it. */
export const uploading = (below = ""): Routes => ({
  [`POST ${below}/uploads`]: ({ body }: { body: unknown }) => ({
    id: UPLOAD,
    certificate_id: (body as UploadRequest).certificate_id,
    url: "https://files.test/put",
    headers: {},
    expires_at: "2026-11-26T10:00:00Z",
  }),
  [`GET ${below}/uploads/{upload_id}`]: {
    id: UPLOAD,
    certificate_id: UPLOAD,
    state: "accepted",
    expires_at: "2026-11-26T10:00:00Z",
    file: shownBy(),
  },
});

export const chosen = () => new File(["%PDF"], "credential.pdf", { type: "application/pdf" });
