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
export type RulesVersion = Schemas["RulesVersion"];
export type PeriodStatement = Schemas["PeriodStatement"];
export type Problem = Schemas["Problem"];
export type Queued = Schemas["ReviewView"];
export type Requirement = Schemas["Requirement"];
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
export type Learner = Schemas["LearnerView"];
export type Entries = Schemas["EntriesBody"];
export type Result = Schemas["Result"];
