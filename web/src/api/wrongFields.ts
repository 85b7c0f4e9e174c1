/** What is wrong with a field, and why a file was refused, worded from the API's codes and their values. */

import type { components } from "./schema.d";
import type { Wrong } from "../errors";
import { isText, t } from "../text";
import { formatAmount, formatBytes, formatDay, formatList } from "../text/format";
import { lookUp } from "./lookUp";

type FieldCode = components["schemas"]["FieldCode"];
type RejectionReason = components["schemas"]["RejectionReason"];

/** The values beside a code, as a sentence takes them. */
class Told {
  constructor(private readonly values: NonNullable<Wrong["values"]>) {}

  text(name: string): string {
    const value = this.values[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  }

  number(name: string): number {
    return Number(this.text(name));
  }

  amount(name: string): string {
    return formatAmount(this.text(name));
  }

  bytes(name: string): string {
    return formatBytes(this.number(name));
  }

  day(name: string): string {
    return formatDay(this.text(name));
  }

  list(name: string, type?: "disjunction"): string {
    const value = this.values[name];
    return formatList(Array.isArray(value) ? value.map(String) : [], type);
  }
}

/** Why a file was refused; undefined of a reason that is newer than this portal. */
export function refusedFile(reason: string | null | undefined): string | undefined {
  return isText(`rejected.${reason}`) ? t(`rejected.${reason as RejectionReason}`) : undefined;
}

const WORDS: Record<FieldCode, (told: Told) => string | undefined> = {
  bool_parsing: () => t("wrong.bool_parsing"),
  bool_type: () => t("wrong.bool_parsing"),
  date_from_datetime_parsing: () => t("wrong.not_a_date"),
  dict_type: () => t("wrong.malformed"),
  enum: (told) => t("wrong.enum", { allowed: told.list("allowed") }),
  extra_forbidden: () => t("wrong.unexpected"),
  greater_than: (told) => t("wrong.greater_than", { limit: told.amount("limit") }),
  greater_than_equal: (told) => t("wrong.greater_than_equal", { limit: told.amount("limit") }),
  int_from_float: () => t("wrong.whole_number"),
  int_parsing: () => t("wrong.whole_number"),
  int_parsing_size: () => t("wrong.int_parsing_size"),
  int_type: () => t("wrong.whole_number"),
  less_than_equal: (told) => t("wrong.less_than_equal", { limit: told.amount("limit") }),
  literal_error: (told) => t("wrong.enum", { allowed: told.list("allowed") }),
  missing: () => t("wrong.missing"),
  model_attributes_type: () => t("wrong.malformed"),
  model_type: () => t("wrong.malformed"),
  string_pattern_mismatch: (told) => t("wrong.string_pattern_mismatch", { pattern: told.text("pattern") }),
  string_too_long: (told) => t("wrong.string_too_long", { limit: told.number("limit") }),
  string_too_short: (told) => t("wrong.string_too_short", { limit: told.number("limit") }),
  string_type: () => t("wrong.malformed"),
  string_unicode: () => t("wrong.malformed"),
  too_long: (told) => t("wrong.too_long", { limit: told.number("limit") }),
  too_short: (told) => t("wrong.too_short", { limit: told.number("limit") }),
  tuple_type: () => t("wrong.malformed"),
  union_tag_invalid: () => t("wrong.malformed"),
  union_tag_not_found: () => t("wrong.malformed"),
  control_characters: () => t("wrong.control_characters"),
  link_with_credentials: () => t("wrong.link_with_credentials"),
  nothing_to_read: () => t("wrong.nothing_to_read"),
  not_an_amount: () => t("wrong.not_an_amount"),
  not_a_cursor: () => t("wrong.malformed"),
  not_a_date: () => t("wrong.not_a_date"),
  not_a_mail_address: () => t("wrong.not_a_mail_address"),
  not_an_etag: () => t("wrong.malformed"),
  not_a_role: () => t("wrong.malformed"),
  not_a_web_link: () => t("wrong.not_a_web_link"),
  not_one_line: () => t("wrong.not_one_line"),
  repeated: () => t("wrong.repeated"),
  unknown_parameter: () => t("wrong.unexpected"),
  unknown_time_zone: () => t("wrong.unknown_time_zone"),
  above_maximum: (told) => t("wrong.above_maximum", { maximum: told.amount("maximum") }),
  below_minimum: (told) => t("wrong.below_minimum", { minimum: told.amount("minimum") }),
  claimed_twice: () => t("wrong.claimed_twice"),
  id_required: () => t("wrong.id_required"),
  in_future: () => t("wrong.in_future"),
  not_after_earned: () => t("wrong.not_after_earned"),
  not_before_expiry: (told) => t("wrong.not_before_expiry", { expires_on: told.day("expires_on") }),
  not_in_step: (told) => t("wrong.not_in_step", { step: told.amount("step") }),
  not_renewable: () => t("wrong.not_renewable"),
  required: () => t("wrong.required"),
  retired: () => t("wrong.retired"),
  too_early: (told) => t("wrong.too_early", { earliest: told.day("earliest") }),
  too_long_ago: (told) => t("wrong.too_long_ago", { months: told.number("months") }),
  together_above_maximum: (told) => t("wrong.together_above_maximum", { maximum: told.amount("maximum") }),
  together_below_minimum: (told) => t("wrong.together_below_minimum", { minimum: told.amount("minimum") }),
  unknown_choice: () => t("wrong.unknown_choice"),
  unknown_label: () => t("wrong.unknown_label"),
  unknown_credit_type: () => t("wrong.unknown_credit_type"),
  unknown_programme: () => t("wrong.unknown_programme"),
  other_id: () => t("wrong.malformed"),
  held_already: () => t("wrong.held_already"),
  not_one_of: (told) => t("wrong.enum", { allowed: told.list("allowed") }),
  too_late: (told) => t("wrong.too_late", { latest: told.day("latest") }),
  too_many: (told) => t("wrong.too_many", { limit: told.number("limit") }),
  file_rejected: (told) => refusedFile(told.text("reason")),
  file_required: () => t("wrong.file_required"),
  has_path: () => t("wrong.has_path"),
  other_certificate: () => t("wrong.other_certificate"),
  too_large: (told) => t("wrong.too_large", { limit: told.bytes("limit") }),
  unknown_upload: () => t("wrong.unknown_upload"),
  upload_expired: () => t("wrong.upload_expired"),
  upload_replaced: () => t("wrong.upload_replaced"),
  upload_taken: () => t("wrong.upload_taken"),
  upload_unchecked: () => t("wrong.upload_unchecked"),
  wrong_ending: (told) => t("wrong.wrong_ending", { endings: told.list("endings", "disjunction") }),
  cannot_be_taken_away: () => t("wrong.cannot_be_taken_away"),
  line_required: () => t("wrong.line_required"),
  comment_required: () => t("wrong.comment_required"),
  not_all_yes: (told) => t("wrong.not_all_yes", { questions: told.list("questions") }),
  not_approving: () => t("wrong.not_approving"),
  not_asked: () => t("wrong.not_asked"),
  not_claimed: () => t("wrong.not_claimed"),
  not_on_staff: () => t("wrong.not_on_staff"),
  reason_required: () => t("wrong.reason_required"),
  unknown_reason: () => t("wrong.unknown_reason"),
  amount_or_percent: () => t("wrong.amount_or_percent"),
  cycle_in_years: () => t("wrong.cycle_in_years"),
  first_without_fixed_day: () => t("wrong.first_without_fixed_day"),
  has_begun: () => t("wrong.has_begun"),
  held: () => t("wrong.held"),
  labels_full: (told) => t("wrong.labels_full", { credit_type: told.text("credit_type") }),
  named_twice: (told) => t("wrong.named_twice", { requirement: told.text("requirement") }),
  no_such_requirement: (told) => t("wrong.no_such_requirement", { requirement: told.text("requirement") }),
  not_after_today: (told) => t("wrong.not_after_today", { today: told.day("today") }),
  not_held: () => t("wrong.not_held"),
  percent_of_no_amount: (told) => t("wrong.percent_of_no_amount", { requirement: told.text("requirement") }),
  too_deep: (told) => t("wrong.too_deep", { limit: told.text("limit") }),
  too_many_rules: (told) => t("wrong.too_many_rules", { limit: told.text("limit") }),
  unknown_pack: () => t("wrong.unknown_pack"),
  versions_out_of_order: () => t("wrong.versions_out_of_order"),
  wrong_requirement: (told) => t("wrong.wrong_requirement", { requirement: told.text("requirement") }),
  out_of_calendar: (told) =>
    t("wrong.out_of_calendar", { earliest: told.day("earliest"), latest: told.day("latest") }),
  too_many_windows: (told) => t("wrong.too_many_windows", { limit: told.text("limit") }),
  carry_over_in_lifetime: () => t("wrong.carry_over_in_lifetime"),
  carry_over_without_cap: () => t("wrong.carry_over_without_cap"),
  checklist_without_reviewer: () => t("wrong.checklist_without_reviewer"),
  choices_repeated: () => t("wrong.choices_repeated"),
  external_id_taken: () => t("wrong.external_id_taken"),
  labels_repeated: () => t("wrong.labels_repeated"),
  lifetime: () => t("wrong.lifetime"),
  logo_damaged: () => t("wrong.logo_damaged"),
  logo_has_more_behind: () => t("wrong.logo_has_more_behind"),
  logo_not_base64: () => t("wrong.malformed"),
  logo_not_png: () => t("wrong.logo_not_png"),
  logo_too_large: (told) => t("wrong.too_large", { limit: told.bytes("limit") }),
  logo_too_many_pixels: (told) => t("wrong.logo_too_many_pixels", { limit: told.number("limit") }),
  mail_not_invitable: () => t("wrong.mail_not_invitable"),
  maximum_below_minimum: () => t("wrong.maximum_below_minimum"),
  not_multiple_of_step: () => t("wrong.not_multiple_of_step"),
  on_staff_otherwise: () => t("wrong.on_staff_otherwise"),
  questions_repeated: () => t("wrong.questions_repeated"),
  reasons_repeated: () => t("wrong.reasons_repeated"),
  target_above_cap: () => t("wrong.target_above_cap"),
};

/** What is wrong with a field; in the API's English, where this portal does not know the code. */
export function wordsOf({ code, values, detail }: Wrong): string {
  const worded = values && lookUp(WORDS, code as FieldCode)?.(new Told(values));
  return worded ?? detail.charAt(0).toUpperCase() + detail.slice(1);
}
