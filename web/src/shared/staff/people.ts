/** Names of learners: asked for once each, and only where one is shown. */

import { useEffect, useState } from "react";
import { staffCall } from "../../api/staff";
import type { Certificate } from "../../api/types";
import { useAcademy } from "./academy";

const known = new Map<string, Promise<string | undefined>>();

function nameOf(academy_id: string, learner_id: string): Promise<string | undefined> {
  const key = `${academy_id}/${learner_id}`;
  let name = known.get(key);
  if (!name) {
    name = staffCall("get", "/admin/academies/{academy_id}/learners/{learner_id}", {
      path: { academy_id, learner_id },
    })
      .then((learner) => learner.name)
      // Who never signed in since the directory began is not in it.
      .catch(() => undefined);
    known.set(key, name);
  }
  return name;
}

/** A learner's name; it stands on what they hand in themselves. */
export function useLearnerName(certificate: Pick<Certificate, "learner_id" | "submitted_by">): string {
  const { learner_id, submitted_by } = certificate;
  const own = submitted_by.id === learner_id ? submitted_by.name : undefined;
  const { id } = useAcademy();
  const [name, setName] = useState<string>();
  useEffect(() => {
    let current = true;
    setName(undefined);
    if (!own) void nameOf(id, learner_id).then((found) => current && setName(found));
    return () => {
      current = false;
    };
  }, [id, learner_id, own]);
  return own ?? name ?? learner_id;
}
