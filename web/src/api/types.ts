/** Short names for the shapes of the API; the shapes themselves are generated from its description. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Actor = Schemas["Actor"];
export type Assignment = Schemas["Assignment"];
export type Certificate = Schemas["CertificateView"];
export type CertificateWithHistory = Schemas["CertificateWithHistory"];
export type CertificateEvent = Schemas["EventView"];
export type Claim = Schemas["Claim"];
export type ContentType = Schemas["ContentType"];
export type Corrections = Schemas["Corrections"];
export type CreditType = Schemas["CreditTypeView"];
export type CreditTypeBody = Schemas["CreditTypeBody"];
export type DecisionItem = Schemas["DecisionItem"];
export type Duplicate = Schemas["DuplicateView"];
export type FileLink = Schemas["FileLink"];
export type Forecast = Schemas["ForecastView"];
export type InspectedFile = Schemas["FileView"];
export type OfferedReason = Schemas["OfferedReason"];
export type Outlook = Schemas["OutlookView"];
export type PageDrawing = Schemas["PageView"];
export type RulesVersion = Schemas["RulesVersion"];
export type PeriodStatement = Schemas["PeriodStatement"];
export type Problem = Schemas["Problem"];
export type Queued = Schemas["ReviewView"];
export type ReadField = Schemas["ReadField"];
export type Requirement = Schemas["Requirement"];
export type SetUpChange = Schemas["ChangeView"];
export type Settings = Schemas["SettingsView"];
export type StaffCertificate = Schemas["StaffCertificateWithHistory"];
export type StaffMember = Schemas["StaffView"];
export type StatementLine = Schemas["Line"];
export type StatusFilter = Schemas["StatusFilter"];
export type Submission = Schemas["SubmissionBody"];
export type UploadPermit = Schemas["UploadPermit"];
export type UploadRequest = Schemas["UploadRequest"];
export type Upload = Schemas["UploadView"];
export type Verdict = Schemas["Verdict"];
export type Action = CertificateEvent["action"];
export type ActorKind = Schemas["ActorKind"];
export type DecisionAction = Verdict["action"];
export type Kind = Schemas["Kind"];
export type Match = Schemas["Match"];
export type PeriodKind = RulesVersion["period"]["kind"];
export type Review = Schemas["Review"];
export type ReviewStatus = Schemas["ReviewStatus"];
export type Role = StaffMember["role"];
export type Status = Schemas["Status"];
export type ValidityKind = CreditType["validity"]["kind"];
export type Learner = Schemas["LearnerView"];
export type Entries = Schemas["EntriesBody"];
export type Result = Schemas["Result"];
export type Trailer = Schemas["Trailer"];
export type Word = Schemas["WordView"];

/** A place on a document: the page from 1, and parts of its width and height in ten-thousandths. */
export interface Place {
  page: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}
export type ReadField = "title" | "issuer" | "earned_on" | "credits" | "certificate_number" | "learner";
export type FoundOutcome = "found" | "other" | "missing" | "unread";

/** What a document says about a field that was stated. */
export interface Finding {
  field: ReadField;
  outcome: FoundOutcome;
  text?: string | null;
  places: Place[];
}

/** What a document says about a field that nobody has stated yet. */
export interface Suggestion {
  field: Exclude<ReadField, "learner">;
  value: string;
  place: Place;
}
export type Rendition = Schemas["RenditionView"] & { found?: Finding[]; suggestions?: Suggestion[] };
