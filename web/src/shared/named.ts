/**
 * Closed sets of the API that have names: the texts below each area name all of a set, and nothing
 * else. Where a set grows, or a text is left over, this does not compile.
 */

import type {
  Action,
  ContentType,
  DecisionAction,
  DocumentSays,
  FoundOutcome,
  HoldingAction,
  HoldingStanding,
  HoldingState,
  Kind,
  Match,
  NotAsked,
  OfferedReason,
  Parity,
  PeriodKind,
  ReadField,
  Requirement,
  RequirementKind,
  Review,
  ReviewStatus,
  Role,
  Rule,
  SetUpChange,
  StatementLine,
  StatusFilter,
  Trailer,
  Origin,
  ProgrammeState,
  Taken,
  ValidityKind,
  WaiverKind,
} from "../api/types";
import type { Below } from "../text";
import type { AnchorKind, RuleKind as AskedKind, WindowKind } from "./programmes/kinds";

interface Named {
  status: StatusFilter;
  kind: Kind;
  why: Match;
  "upload.kind": ContentType;
  "certificate.action": Action;
  "preview.trailer": Trailer;
  "reading.what": ReadField;
  "found.field": ReadField;
  "found.outcome": FoundOutcome;
  "found.document": DocumentSays;
  "credits.counted": StatementLine["counted"];
  "queue.status": ReviewStatus;
  "queue.taken": Taken;
  "queue.origin": Origin;
  "review.action": DecisionAction;
  "review.confirm": DecisionAction;
  "setUp.requirement": Requirement;
  "setUp.validityKinds": ValidityKind;
  "setUp.validityHelp": ValidityKind;
  "setUp.periodKinds": PeriodKind;
  "setUp.periodHelp": PeriodKind;
  "setUp.reviewKinds": Review;
  "setUp.reviewHelp": Review;
  "setUp.readField": ReadField;
  "setUp.uses": OfferedReason["uses"][number];
  "setUp.roles": Role;
  "setUp.roleHelp": Role;
  "entry.kindHelp": Kind;
  "changes.areas": SetUpChange["area"];
  "programmes.state": ProgrammeState;
  "holding.state": HoldingState;
  "holding.action": HoldingAction;
  "holding.notAsked": NotAsked;
  "holding.rule": Rule;
  "holding.crossed": Rule;
  "holding.kind": RequirementKind;
  "holding.parity": Parity;
  "holding.staff.kindOf": WaiverKind;
  "programmes.standing": HoldingStanding;
  "programmes.kind": AskedKind;
  "programmes.kindHelp": AskedKind;
  "programmes.anchor": AnchorKind;
  "programmes.anchorHelp": AnchorKind;
  "programmes.window": WindowKind;
  "programmes.windowHelp": WindowKind;
}

/** What is named too little or too much, by area. */
type Amiss = {
  [Area in keyof Named]: Exclude<Named[Area], Below<Area>> | Exclude<Below<Area>, Named[Area]>;
}[keyof Named];

type Nothing<Left extends never> = Left;
export type AllNamed = Nothing<Amiss>;
