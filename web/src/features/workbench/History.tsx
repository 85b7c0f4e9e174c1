import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { words } from "../../api/problemWords";
import { verificationOptions } from "../../api/queries/staff/reviews";
import type { StaffCertificate } from "../../api/types";
import { useUser } from "../../session/useSession";
import { useAcademy } from "../../shared/staff/academy";
import { Timeline } from "../../shared/Timeline";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Section } from "../../ui/Section";

/** All that happened to a certificate; administrators can have it checked against its hashes. */
export function History({ certificate }: { certificate: StaffCertificate }) {
  const { types, administrator } = useAcademy();
  const { id: reader } = useUser();
  return (
    <Section
      level={3}
      title={t("certificate.history")}
      // Another version has another history to verify.
      actions={administrator && <Verify key={certificate.version} certificate={certificate} />}
    >
      <Timeline events={certificate.events} types={types} reader={reader} />
    </Section>
  );
}

function Verify({ certificate }: { certificate: StaffCertificate }) {
  const { id } = useAcademy();
  const [asked, setAsked] = useState(false);
  const { data, error, isFetching } = useQuery({ ...verificationOptions(id, certificate), enabled: asked });
  if (error) {
    return (
      <Notice kind="error" announced>
        {words(error)}
      </Notice>
    );
  }
  if (!data) {
    return (
      <Button
        size="small"
        variant="quiet"
        icon={ShieldCheck}
        busy={isFetching}
        onPress={() => setAsked(true)}
      >
        {t("review.verify")}
      </Button>
    );
  }
  return data.intact ? (
    <Notice kind="success" announced>
      {t("review.intact")}
    </Notice>
  ) : (
    <Notice kind="error" announced>
      {data.broken_at == null ? data.why : t("review.broken", { at: data.broken_at, why: data.why ?? "" })}
    </Notice>
  );
}
