import type { Claim, StaffCertificate } from "../../api/types";
import type { Form } from "../../shared/staff/verdict";

interface Props {
  certificate: StaffCertificate;
  claim: Claim;
  form: Form;
}

export function Standing(_: Props) {
  return null;
}
