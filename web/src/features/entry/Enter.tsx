import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useLocation } from "react-router";
import { reasonOf } from "../../api/problemWords";
import { enter } from "../../api/queries/staff/reviews";
import type { Kind, Learner, Result, Submission } from "../../api/types";
import { Adding } from "../../shared/adding/Adding";
import type { Sent } from "../../shared/adding/sent";
import type { Errors } from "../../shared/adding/strip";
import { riskOf } from "../../shared/adding/risk";
import { useWork } from "../../shared/adding/useWork";
import { hasEnded, kindsOf } from "../../shared/kinds";
import { useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t, textsOf } from "../../text";
import { CheckboxField } from "../../ui/CheckboxField";
import { Notice } from "../../ui/Notice";
import { RadioGroup } from "../../ui/RadioGroup";
import css from "./Enter.module.css";
import { LearnerChooser } from "./LearnerChooser";
import { usePorts } from "./usePorts";

/** Enter certificates for one learner, or one event for many. */
export default function Enter() {
  const { id: academyId, types: all } = useAcademy();
  const types = [...all.values()].filter((type) => !type.retired);
  const ports = usePorts(academyId);
  const work = useWork({ ports, types });
  // Chosen in the list, or on their page.
  const given = (useLocation().state as { learners?: Learner[] } | null)?.learners ?? [];
  const [learners, setLearners] = useState(given);
  const [kind, setKind] = useState<Kind>("external");
  const [approve, setApprove] = useState(false);
  const [nobody, setNobody] = useState(false);
  const [left, setLeft] = useState<readonly Result[]>([]);
  /** Whom the results are of: who was entered is chosen no longer. */
  const names = useRef(new Map<string, string>());
  const { mutateAsync } = useMutation(enter(academyId));
  const title = t(learners.length > 1 ? "entry.titleMany" : "entry.title");
  useTitle(title);

  function lacking(): Errors {
    setNobody(!learners.length);
    return learners.length ? {} : { learner_ids: t("entry.nobody") };
  }

  async function send(body: Submission): Promise<Sent | undefined> {
    setLeft([]);
    const { items } = await mutateAsync({
      ...body,
      kind,
      approve,
      learner_ids: learners.map(({ learner_id }) => learner_id),
    });
    // A try that arrived before, and has come to an end since, is not entered once more by itself.
    const ended = items.flatMap(({ certificate }) =>
      certificate && hasEnded(certificate.status) ? certificate : [],
    );
    const refused = items.filter(({ certificate }) => !certificate || hasEnded(certificate.status));
    learners.forEach(({ learner_id, name }) => names.current.set(learner_id, name));
    if (!refused.length) return { made: items.flatMap(({ certificate }) => certificate ?? []) };
    setLeft(refused);
    setLearners(learners.filter(({ learner_id }) => refused.some((one) => one.learner_id === learner_id)));
    return ended[0] && { ended: ended[0] };
  }

  return (
    <Adding
      title={title}
      lead={t("entry.intro")}
      work={work}
      ports={ports}
      types={types}
      onBehalf
      action={t("entry.submit", { count: learners.length })}
      send={send}
      lacking={lacking}
      done={(count) => t("entry.entered", { count })}
      about={({ learner_id }) => names.current.get(learner_id)}
      atRisk={riskOf(work)}
      href={({ learner_id, id }) => `/console/queue/${learner_id}/${id}`}
      home={{
        href: learners.length === 1 ? `/console/learners/${learners[0]!.learner_id}` : "/console/learners",
        name: t(learners.length === 1 ? "entry.toLearner" : "entry.toLearners"),
      }}
      below={
        <div className={css.more}>
          <RadioGroup
            label={t("entry.kind")}
            value={kind}
            onChange={setKind}
            options={kindsOf(textsOf("kind")).map((value) => ({
              value,
              label: t(`kind.${value}`),
              hint: t(`entry.kindHelp.${value}`),
            }))}
          />
          <CheckboxField
            label={t("entry.approve")}
            hint={t("entry.approveHint")}
            value={approve}
            onChange={setApprove}
          />
        </div>
      }
    >
      <LearnerChooser
        academyId={academyId}
        learners={learners}
        onChange={(chosen) => {
          setNobody(false);
          setLearners(chosen);
        }}
        error={nobody ? t("entry.nobody") : undefined}
      />
      {left.length > 0 && (
        <Notice kind="warning" announced title={t("entry.refused", { count: left.length })}>
          <ul className={css.refused}>
            {left.map(({ learner_id, certificate, problem }) => (
              <li key={learner_id}>
                <b>{names.current.get(learner_id) ?? learner_id}</b>:{" "}
                {certificate
                  ? t("entry.ended", { status: t(`status.${certificate.status}`) })
                  : problem && reasonOf(problem)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </Adding>
  );
}
