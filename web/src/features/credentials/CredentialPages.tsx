import "../../text/holdings";
import { Route, Routes } from "react-router";
import { NotFound } from "../../shared/NotFound";
import { Credential } from "./Credential";
import { Credentials } from "./Credentials";
import { EditCredential } from "./EditCredential";
import { EnterCredential } from "./EnterCredential";

export { HomeCredentials } from "./HomeCredentials";

/** A learner's credentials, all in one script: who looks at one adds, edits and compares them. */
export default function CredentialPages() {
  return (
    <Routes>
      <Route index element={<Credentials />} />
      <Route path="new" element={<EnterCredential />} />
      <Route path=":holdingId" element={<Credential />} />
      <Route path=":holdingId/edit" element={<EditCredential />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
