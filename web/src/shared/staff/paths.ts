/** A learner's certificate, as staff reach it. */
export const BASE = "/admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}";

export interface ReviewPath {
  academy_id: string;
  learner_id: string;
  certificate_id: string;
}
