/** Short names for the shapes of the API; the shapes themselves are generated from its description. */

import type { components, paths } from "./schema.d";

type Schemas = components["schemas"];

export type Actor = Schemas["Actor"];
export type AwardBody = Schemas["AwardBody"];
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
export type Face = Schemas["AcademyView"];
export type FileLink = Schemas["FileLink"];
export type Forecast = Schemas["ForecastView"];
export type InspectedFile = Schemas["FileView"];
export type ConsoleSetUp = Schemas["ConsoleSetUp"];
export type ConsoleSettings = Schemas["ConsoleSettings"];
export type Me = Schemas["MeView"];
export type OfferedReason = Schemas["OfferedReason"];
export type PageDrawing = Schemas["PageView"];
export type RulesVersion = Schemas["RulesVersion"];
export type Precedent = Schemas["PrecedentView"];
export type PeriodTotals = Schemas["PeriodTotals"];
export type PeriodStatement = Schemas["PeriodView"];
export type ForecastPeriod = Schemas["ForecastPeriodView"];
export type Problem = Schemas["Problem"];
export type Queued = Schemas["ReviewView"];
export type Place = Schemas["PlaceView"];
export type Finding = Schemas["FoundView"];
export type FoundOutcome = Finding["outcome"];
export type ReadField = Schemas["ReadField"];
export type Rendition = Schemas["RenditionView"];
export type Suggestion = Schemas["SuggestionView"];
export type Requirement = Schemas["Requirement"];
export type SetUpChange = Schemas["ChangeView"];
export type Settings = Schemas["SettingsView"];
export type StaffCertificate = Schemas["StaffCertificateWithHistory"];
export type StaffMember = Schemas["StaffView"];
export type InvitedMember = Schemas["InvitedView"];
export type NextStep = InvitedMember["next_steps"][number];
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
export type Origin = Schemas["Origin"];
export type Taken = Schemas["Taken"];
export type ReviewTotals = Schemas["ReviewTotals"];
export type ReviewStatus = Schemas["ReviewStatus"];
export type Role = StaffMember["role"];
export type Status = Schemas["Status"];
export type ValidityKind = CreditType["validity"]["kind"];
export type Learner = Schemas["LearnerView"];
export type LearnerFields = Schemas["LearnerFields"];
export type NewLearner = Schemas["NewLearner"];
export type Entries = Schemas["EntriesBody"];
export type EntryEdit = Schemas["EntryEditBody"];
export type BulkDecisions = Schemas["DecisionsBody"];
export type SettingsBody = Schemas["SettingsBody"];
export type StaffBody = Schemas["StaffBody"];
export type StaffInvitation = Schemas["StaffInvitation"];
/** A certificate as staff see it, without its history. */
export type StaffCertificateRecord = Schemas["StaffCertificateView"];
export type CertificateQuery = NonNullable<paths["/certificates"]["get"]["parameters"]["query"]>;
export type Totals = Schemas["Totals"];
export type ReviewQuery = Extract<
  paths["/admin/academies/{academy_id}/reviews"]["get"]["parameters"]["query"],
  object
>;
export type Result = Schemas["Result"];
export type Trailer = Schemas["Trailer"];
export type Word = Schemas["WordView"];
export type DocumentSays = Schemas["DocumentSays"];
