import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { words } from "../../api/problemWords";
import { verificationOptions } from "../../api/queries/staff/reviews";
import type { StaffCertificate, Verification } from "../../api/types";
import { useUser } from "../../session/useSession";
import { lookUp } from "../../shared/kinds";
import { useAcademy } from "../../shared/staff/academy";
import { Timeline } from "../../shared/Timeline";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice, type NoticeKind } from "../../ui/Notice";
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
  const { data, error, isFetching, refetch } = useQuery({
    ...verificationOptions(id, certificate),
    enabled: asked,
  });
  if (error) {
    return (
      <Notice kind="error" announced>
        {words(error)}
      </Notice>
    );
  }
  if (!data) {
    return <Ask busy={isFetching} onPress={() => setAsked(true)} text={t("review.verify")} />;
  }
  if (!data.intact) {
    return (
      <Notice kind="error" announced>
        {doubt(data)}
      </Notice>
    );
  }
  const { kind, say } = (data.ledger && lookUp(WITNESSES, data.ledger)) ?? UNWITNESSED;
  return (
    <Notice
      kind={kind}
      title={t("review.intact")}
      announced
      action={
        kind !== "success" && (
          <Ask busy={isFetching} onPress={() => void refetch()} text={t("review.verifyAgain")} />
        )
      }
    >
      {say()}
    </Notice>
  );
}

function Ask({ busy, onPress, text }: { busy: boolean; onPress: () => void; text: string }) {
  return (
    <Button size="small" variant="quiet" icon={ShieldCheck} busy={busy} onPress={onPress}>
      {text}
    </Button>
  );
}

/** What is wrong, with the entry it is wrong with. */
function doubt({ why_code, why, broken_at, fields }: Verification): string {
  const said = (why_code && lookUp(DOUBTS, why_code)?.(fields)) ?? why ?? "";
  return broken_at == null ? said : t("review.broken", { at: broken_at, why: said });
}

const DOUBTS: Record<NonNullable<Verification["why_code"]>, (fields: readonly string[]) => string> = {
  misplaced: () => t("review.doubt.misplaced"),
  unlinked: () => t("review.doubt.unlinked"),
  edited: () => t("review.doubt.edited"),
  other_status: () => t("review.doubt.other_status"),
  other_end: () => t("review.doubt.other_end"),
  other_fields: (fields) => t("review.doubt.other_fields", { fields: fields.join(", ") }),
  other_in_ledger: () => t("review.doubt.other_in_ledger"),
  later_in_ledger: () => t("review.doubt.later_in_ledger"),
  not_in_ledger: () => t("review.doubt.not_in_ledger"),
};

interface Said {
  kind: NoticeKind;
  say: () => string | undefined;
}

/** Intact it is either way; how far the ledger vouches for it is another matter. */
const WITNESSES: Record<NonNullable<Verification["ledger"]>, Said> = {
  whole: { kind: "success", say: () => t("review.ledger.whole") },
  not_yet: { kind: "info", say: () => t("review.ledger.not_yet") },
  before: { kind: "info", say: () => t("review.ledger.before") },
};

const UNWITNESSED: Said = { kind: "success", say: () => undefined };
