import { CircleCheck, FileX2, Hourglass, MessageCircle, PencilLine } from "lucide-react";
import type { Certificate } from "../../api/types";
import { refusedFile } from "../../api/wrongFields";
import type { LeftDraft } from "../../shared/keptDrafts";
import { isRenewable } from "../../shared/learnerActions";
import { type Need, NeedList } from "../../shared/NeedList";
import { daysUntil } from "../../shared/progress";
import { reasonWords } from "../../shared/reasonWords";
import { t } from "../../text";
import { formatDay, today } from "../../text/format";
import { Icon } from "../../ui/Icon";
import { Section } from "../../ui/Section";
import css from "./Home.module.css";

interface Props {
  sentBack: readonly Certificate[];
  drafts: readonly LeftDraft[];
  expiring: readonly Certificate[];
  /** A credential needs them, which is told with the credentials. */
  presses: boolean;
}

/** What needs the learner, the most pressing first. */
export function Needs({ sentBack, drafts, expiring, presses }: Props) {
  // What staff entered, staff put right.
  const own = sentBack.filter(({ entered_on_behalf }) => !entered_on_behalf);
  const isRefused = ({ file }: Certificate) => file?.state === "rejected";
  const needs = [
    ...own.filter(isRefused).map(refused),
    ...own.filter((certificate) => !isRefused(certificate)).map(changes),
    ...drafts.slice(0, 1).map((draft) => begun(draft, drafts.length)),
    ...expiring.filter(isRenewable).map(runsOut),
  ];
  if (needs.length === 0) {
    return presses ? null : (
      <p className={css.clear}>
        <Icon of={CircleCheck} size={24} />
        {t("home.clear")}
      </p>
    );
  }
  return (
    <Section title={t("home.needs")}>
      <NeedList needs={needs} />
    </Section>
  );
}

const about = ({ id, title }: Certificate) => ({ id, title, href: `/certificates/${id}` });

function refused(certificate: Certificate): Need {
  const { file, decision } = certificate;
  return {
    ...about(certificate),
    icon: FileX2,
    tone: "danger",
    what: t("home.refused"),
    line: refusedFile(file?.reason) ?? decision?.comment ?? undefined,
    action: t("home.chooseFile"),
    to: `/certificates/${certificate.id}/edit`,
  };
}

function changes(certificate: Certificate): Need {
  const { decision, usual_reason } = certificate;
  return {
    ...about(certificate),
    icon: MessageCircle,
    tone: "info",
    what: t("status.changes_requested"),
    line: decision?.comment ?? (decision?.reason && reasonWords(decision.reason, usual_reason)) ?? undefined,
    action: t("certificate.editAndResubmit"),
    to: `/certificates/${certificate.id}/edit`,
  };
}

function begun({ id, draft }: LeftDraft, count: number): Need {
  return {
    id,
    icon: PencilLine,
    tone: "accent",
    what: t("home.drafts", { count }),
    title: draft.title.trim() || t("form.untitled"),
    line: t("home.draft"),
    action: t("home.goOn"),
    to: "/certificates/new",
  };
}

function runsOut(certificate: Certificate): Need {
  const day = certificate.expires_on ?? today();
  return {
    ...about(certificate),
    icon: Hourglass,
    tone: "warning",
    what: t("status.expiring"),
    line: t("home.expires", { day: formatDay(day), days: Math.max(0, daysUntil(day, today())) }),
    action: t("renewal.renew"),
    to: `/certificates/${certificate.id}/renew`,
  };
}
