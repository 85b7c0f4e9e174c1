/** Made of docs/openapi.json by `npm run limits`: what the API takes in each field of a body. */

export interface Limit {
  type?: string;
  required?: boolean;
  /** Counted in code points, as the API does. */
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  enum?: readonly string[];
}

export const limits = {
  AssignmentBody: { principal: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9_.@+=,-]{0,127}$" } },
  AwardBody: {
    awarded: { type: "array", maxItems: 10 },
    "awarded.*": { type: "object" },
    "awarded.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "awarded.*.line": { type: "integer", minimum: 0 },
    "awarded.*.credits": { type: "string", required: true, pattern: "^[0-9]{1,7}(\\.[0-9]{1,2})?$" },
    corrections: { type: "object" },
    "corrections.title": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "corrections.issuer": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "corrections.earned_on": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "corrections.expires_on": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "corrections.labels": { type: "array", maxItems: 10 },
    "corrections.labels.*": { type: "object" },
    "corrections.labels.*.line": { type: "integer", required: true, minimum: 0 },
    "corrections.labels.*.labels": { type: "object", required: true },
  },
  ContentBody: {
    title: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    issuer: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    certificate_number: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    verification_link: {
      type: "string",
      maxLength: 500,
      pattern:
        "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]+([/?#][^\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*)?$",
    },
    earned_on: { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    expires_on: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    claims: { type: "array", required: true, minItems: 1, maxItems: 10 },
    "claims.*": { type: "object" },
    "claims.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "claims.*.labels": { type: "object" },
    "claims.*.credits": {
      type: "string",
      required: true,
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    upload_id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
  },
  CreditTypeBody: {
    name: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    unit: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    step: { type: "string", pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$" },
    minimum: { type: "string", pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$" },
    maximum: { type: "string", pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$" },
    requires: { type: "array" },
    "requires.*": { type: "string", enum: ["file", "issuer", "certificate_number", "verification_link"] },
    earned_within_months: { type: "integer", minimum: 1, maximum: 600 },
    validity: {},
    review: { type: "string", enum: ["required", "automatic"] },
    when_found: { type: "array", maxItems: 6 },
    "when_found.*": {
      type: "string",
      enum: ["title", "issuer", "earned_on", "credits", "certificate_number", "learner"],
    },
    instructions: {
      type: "string",
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
    checklist: { type: "array", maxItems: 20 },
    "checklist.*": {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    ends_when_renewed: { type: "boolean" },
    labels: { type: "array", maxItems: 6 },
    "labels.*": { type: "object" },
    "labels.*.id": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
    "labels.*.name": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "labels.*.required": { type: "boolean" },
    "labels.*.choices": { type: "array", required: true, minItems: 1, maxItems: 40 },
    "labels.*.choices.*": { type: "object" },
    "labels.*.choices.*.id": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
    "labels.*.choices.*.name": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "labels.*.choices.*.retired": { type: "boolean" },
    period_rules: { type: "object" },
    "period_rules.period": {},
    "period_rules.target": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "period_rules.cap": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "period_rules.carry_over": { type: "object" },
    "period_rules.carry_over.credits": {
      type: "string",
      required: true,
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "period_rules.carry_over.periods": { type: "integer", required: true, minimum: 1, maximum: 10 },
    "period_rules.expires_after_months": { type: "integer", minimum: 1, maximum: 600 },
  },
  DecisionsBody: {
    items: { type: "array", required: true, minItems: 1, maxItems: 100 },
    "items.*": { type: "object" },
    "items.*.action": {
      type: "string",
      required: true,
      enum: ["approve", "decline", "request_changes", "reopen", "revoke"],
    },
    "items.*.comment": {
      type: "string",
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
    "items.*.reason": { type: "string", pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "items.*.awarded": { type: "array", maxItems: 10 },
    "items.*.awarded.*": { type: "object" },
    "items.*.awarded.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "items.*.awarded.*.line": { type: "integer", minimum: 0 },
    "items.*.awarded.*.credits": { type: "string", required: true, pattern: "^[0-9]{1,7}(\\.[0-9]{1,2})?$" },
    "items.*.answers": { type: "array", maxItems: 200 },
    "items.*.answers.*": { type: "object" },
    "items.*.answers.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "items.*.answers.*.question": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "items.*.answers.*.yes": { type: "boolean", required: true },
    "items.*.corrections": { type: "object" },
    "items.*.corrections.title": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "items.*.corrections.issuer": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "items.*.corrections.earned_on": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "items.*.corrections.expires_on": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "items.*.corrections.labels": { type: "array", maxItems: 10 },
    "items.*.corrections.labels.*": { type: "object" },
    "items.*.corrections.labels.*.line": { type: "integer", required: true, minimum: 0 },
    "items.*.corrections.labels.*.labels": { type: "object", required: true },
    "items.*.learner_id": { type: "string", required: true, pattern: "^[A-Za-z0-9][A-Za-z0-9-]{0,63}$" },
    "items.*.certificate_id": { type: "string", required: true, pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    "items.*.version": { type: "integer", required: true, minimum: 1 },
  },
  DisputeBody: {
    comment: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
  },
  EffectsBody: {
    programme: { type: "object", required: true },
    "programme.id": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
    "programme.name": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.source": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.read_on": { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "programme.not_confirmed": { type: "array", maxItems: 40 },
    "programme.not_confirmed.*": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.versions": { type: "array", required: true, minItems: 1, maxItems: 50 },
    "programme.versions.*": { type: "object" },
    "programme.versions.*.begins_on": {
      type: "string",
      required: true,
      pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    },
    "programme.versions.*.at_once": { type: "boolean" },
    "programme.versions.*.cycle": { type: "object", required: true },
    "programme.versions.*.cycle.anchor": { required: true },
    "programme.versions.*.cycle.months": { type: "integer", required: true, minimum: 1, maximum: 600 },
    "programme.versions.*.cycle.first": { type: "string", enum: ["short", "long"] },
    "programme.versions.*.cycle.first_exempt": { type: "boolean" },
    "programme.versions.*.counts": {},
    "programme.versions.*.requires": { type: "array", required: true },
    "programme.versions.*.requires.*": {},
    "programme.versions.*.conversions": { type: "array", maxItems: 40 },
    "programme.versions.*.conversions.*": { type: "object" },
    "programme.versions.*.conversions.*.which": {},
    "programme.versions.*.conversions.*.units": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.credits": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.least": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.first": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.step": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.rounding": { type: "string", enum: ["down", "nearest"] },
    "programme.versions.*.carry": { type: "object" },
    "programme.versions.*.carry.beyond": {
      type: "string",
      required: true,
      pattern: "^[a-z0-9][a-z0-9_-]{0,39}$",
    },
    "programme.versions.*.carry.limit": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.carry.which": {},
    "programme.versions.*.carry.months": { type: "integer", minimum: 1, maximum: 600 },
    "programme.versions.*.carry.times": { type: "integer", minimum: 1, maximum: 10 },
    "programme.versions.*.carry.becomes": { type: "object" },
    "programme.versions.*.backfill": { type: "object" },
    "programme.versions.*.backfill.fills": {
      type: "string",
      required: true,
      pattern: "^[a-z0-9][a-z0-9_-]{0,39}$",
    },
    "programme.versions.*.report_within": { type: "object" },
    "programme.versions.*.report_within.months": { type: "integer", minimum: 0, maximum: 120 },
    "programme.versions.*.report_within.days": { type: "integer", minimum: 0, maximum: 3660 },
    day: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  },
  EntriesBody: {
    title: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    issuer: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    certificate_number: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    verification_link: {
      type: "string",
      maxLength: 500,
      pattern:
        "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]+([/?#][^\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*)?$",
    },
    earned_on: { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    expires_on: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    claims: { type: "array", required: true, minItems: 1, maxItems: 10 },
    "claims.*": { type: "object" },
    "claims.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "claims.*.labels": { type: "object" },
    "claims.*.credits": {
      type: "string",
      required: true,
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    upload_id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    kind: { type: "string", enum: ["external", "academy"] },
    approve: { type: "boolean" },
    learner_ids: { type: "array", required: true, minItems: 1, maxItems: 200 },
    "learner_ids.*": { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9-]{0,63}$" },
  },
  EntryBody: {
    title: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    issuer: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    certificate_number: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    verification_link: {
      type: "string",
      maxLength: 500,
      pattern:
        "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]+([/?#][^\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*)?$",
    },
    earned_on: { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    expires_on: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    claims: { type: "array", required: true, minItems: 1, maxItems: 10 },
    "claims.*": { type: "object" },
    "claims.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "claims.*.labels": { type: "object" },
    "claims.*.credits": {
      type: "string",
      required: true,
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    upload_id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    kind: { type: "string", enum: ["external", "academy"] },
    approve: { type: "boolean" },
    renews: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
  },
  EntryEditBody: {
    title: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    issuer: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    certificate_number: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    verification_link: {
      type: "string",
      maxLength: 500,
      pattern:
        "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]+([/?#][^\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*)?$",
    },
    earned_on: { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    expires_on: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    claims: { type: "array", required: true, minItems: 1, maxItems: 10 },
    "claims.*": { type: "object" },
    "claims.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "claims.*.labels": { type: "object" },
    "claims.*.credits": {
      type: "string",
      required: true,
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    upload_id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    approve: { type: "boolean" },
  },
  HoldingBody: {
    number: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    held_since: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    birth_month: { type: "integer", minimum: 1, maximum: 12 },
    birth_year: { type: "string", enum: ["even", "odd"] },
    facts: { type: "object" },
    upload_id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
  },
  HoldingDecisionBody: {
    decision: { type: "string", required: true, enum: ["confirm", "refuse"] },
    comment: {
      type: "string",
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
  },
  InstallBody: {
    pack: { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
    id: { type: "string", pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
    name: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    state: { type: "string", enum: ["draft", "in_force", "retired"] },
  },
  LearnerFields: {
    name: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    external_id: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    hired_on: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  },
  MailPreferencesBody: {
    off: { type: "array", required: true, maxItems: 8 },
    "off.*": {
      type: "string",
      enum: [
        "decision",
        "file_refused",
        "expiry",
        "credential",
        "entered",
        "digest",
        "assignment",
        "dispute",
      ],
    },
    language: { type: "string", enum: ["en", "de"] },
  },
  MembershipBody: {
    active: { type: "boolean", required: true },
    hold_reason: {
      type: "string",
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
  },
  MetBody: {
    id: { type: "string", required: true, pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    requirement: { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
    on: { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    comment: {
      type: "string",
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
  },
  NewHoldingBody: {
    number: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    held_since: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    birth_month: { type: "integer", minimum: 1, maximum: 12 },
    birth_year: { type: "string", enum: ["even", "odd"] },
    facts: { type: "object" },
    upload_id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    id: { type: "string", required: true, pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    programme: { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
  },
  NewLearner: {
    name: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    external_id: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    hired_on: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    mail: { type: "string", required: true, maxLength: 128, pattern: "^[^\\s@]+@[^\\s@.]+(\\.[^\\s@.]+)+$" },
  },
  PackBody: {
    form: { type: "string", required: true, enum: ["pdf", "zip"] },
    language: { type: "string", enum: ["en", "de"] },
    period: { type: "string", minLength: 1, maxLength: 40 },
    credit_type: { type: "string", pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    status: {
      type: "string",
      enum: [
        "pending",
        "changes_requested",
        "withdrawn",
        "approved",
        "declined",
        "revoked",
        "superseded",
        "active",
        "expiring",
        "expired",
      ],
    },
  },
  ProgrammeBody: {
    programme: { type: "object", required: true },
    "programme.id": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
    "programme.name": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.source": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.read_on": { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "programme.not_confirmed": { type: "array", maxItems: 40 },
    "programme.not_confirmed.*": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.versions": { type: "array", required: true, minItems: 1, maxItems: 50 },
    "programme.versions.*": { type: "object" },
    "programme.versions.*.begins_on": {
      type: "string",
      required: true,
      pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    },
    "programme.versions.*.at_once": { type: "boolean" },
    "programme.versions.*.cycle": { type: "object", required: true },
    "programme.versions.*.cycle.anchor": { required: true },
    "programme.versions.*.cycle.months": { type: "integer", required: true, minimum: 1, maximum: 600 },
    "programme.versions.*.cycle.first": { type: "string", enum: ["short", "long"] },
    "programme.versions.*.cycle.first_exempt": { type: "boolean" },
    "programme.versions.*.counts": {},
    "programme.versions.*.requires": { type: "array", required: true },
    "programme.versions.*.requires.*": {},
    "programme.versions.*.conversions": { type: "array", maxItems: 40 },
    "programme.versions.*.conversions.*": { type: "object" },
    "programme.versions.*.conversions.*.which": {},
    "programme.versions.*.conversions.*.units": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.credits": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.least": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.first": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.step": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.rounding": { type: "string", enum: ["down", "nearest"] },
    "programme.versions.*.carry": { type: "object" },
    "programme.versions.*.carry.beyond": {
      type: "string",
      required: true,
      pattern: "^[a-z0-9][a-z0-9_-]{0,39}$",
    },
    "programme.versions.*.carry.limit": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.carry.which": {},
    "programme.versions.*.carry.months": { type: "integer", minimum: 1, maximum: 600 },
    "programme.versions.*.carry.times": { type: "integer", minimum: 1, maximum: 10 },
    "programme.versions.*.carry.becomes": { type: "object" },
    "programme.versions.*.backfill": { type: "object" },
    "programme.versions.*.backfill.fills": {
      type: "string",
      required: true,
      pattern: "^[a-z0-9][a-z0-9_-]{0,39}$",
    },
    "programme.versions.*.report_within": { type: "object" },
    "programme.versions.*.report_within.months": { type: "integer", minimum: 0, maximum: 120 },
    "programme.versions.*.report_within.days": { type: "integer", minimum: 0, maximum: 3660 },
    state: { type: "string", enum: ["draft", "in_force", "retired"] },
    pack: { type: "string", pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
  },
  ReadBody: { mark: { type: "integer", required: true, minimum: 0, maximum: 9007199254740991 } },
  SettingsBody: {
    name: {
      type: "string",
      minLength: 1,
      maxLength: 80,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    accent: { type: "string", pattern: "^#[0-9A-Fa-f]{6}$" },
    time_zone: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_+/-]*$" },
    review_days: { type: "integer", minimum: 1, maximum: 365 },
    lease_minutes: { type: "integer", minimum: 5, maximum: 1440 },
    reasons: { type: "array", minItems: 1, maxItems: 40 },
    "reasons.*": { type: "object" },
    "reasons.*.id": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "reasons.*.text": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "reasons.*.uses": { type: "array", minItems: 1 },
    "reasons.*.uses.*": { type: "string", enum: ["decline", "request_changes"] },
    reminders: { type: "object" },
    "reminders.days": { type: "array", maxItems: 10 },
    "reminders.days.*": { type: "integer", minimum: 0, maximum: 365 },
    mails: { type: "object" },
    "mails.quiet": { type: "boolean" },
    "mails.quiet_from": { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" },
    "mails.quiet_to": { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" },
    "mails.names_deciders": { type: "boolean" },
    retention: { type: "object" },
    "retention.declined": { type: "integer", minimum: 1, maximum: 600 },
    "retention.withdrawn": { type: "integer", minimum: 1, maximum: 600 },
    "retention.expired": { type: "integer", minimum: 1, maximum: 600 },
    "retention.leavers": { type: "integer", minimum: 1, maximum: 600 },
    "retention.notice_days": { type: "integer", minimum: 7, maximum: 365 },
    "retention.prescribed": { type: "object" },
    "retention.prescribed.months": { type: "integer", required: true, minimum: 1, maximum: 600 },
    "retention.prescribed.reason": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
    logo: { type: "string", maxLength: 32768 },
  },
  StaffBody: {
    name: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    role: { type: "string", required: true, enum: ["reviewer", "administrator"] },
  },
  StaffInvitation: {
    name: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    role: { type: "string", required: true, enum: ["reviewer", "administrator"] },
    mail: { type: "string", required: true, maxLength: 128, pattern: "^[^\\s@]+@[^\\s@.]+(\\.[^\\s@.]+)+$" },
  },
  SubmissionBody: {
    title: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    issuer: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    certificate_number: {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    verification_link: {
      type: "string",
      maxLength: 500,
      pattern:
        "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\\\\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]+([/?#][^\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*)?$",
    },
    earned_on: { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    expires_on: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    claims: { type: "array", required: true, minItems: 1, maxItems: 10 },
    "claims.*": { type: "object" },
    "claims.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "claims.*.labels": { type: "object" },
    "claims.*.credits": {
      type: "string",
      required: true,
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    upload_id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    renews: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
  },
  TrialBody: {
    programme: { type: "object" },
    "programme.id": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9_-]{0,39}$" },
    "programme.name": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.source": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.read_on": { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "programme.not_confirmed": { type: "array", maxItems: 40 },
    "programme.not_confirmed.*": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "programme.versions": { type: "array", required: true, minItems: 1, maxItems: 50 },
    "programme.versions.*": { type: "object" },
    "programme.versions.*.begins_on": {
      type: "string",
      required: true,
      pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    },
    "programme.versions.*.at_once": { type: "boolean" },
    "programme.versions.*.cycle": { type: "object", required: true },
    "programme.versions.*.cycle.anchor": { required: true },
    "programme.versions.*.cycle.months": { type: "integer", required: true, minimum: 1, maximum: 600 },
    "programme.versions.*.cycle.first": { type: "string", enum: ["short", "long"] },
    "programme.versions.*.cycle.first_exempt": { type: "boolean" },
    "programme.versions.*.counts": {},
    "programme.versions.*.requires": { type: "array", required: true },
    "programme.versions.*.requires.*": {},
    "programme.versions.*.conversions": { type: "array", maxItems: 40 },
    "programme.versions.*.conversions.*": { type: "object" },
    "programme.versions.*.conversions.*.which": {},
    "programme.versions.*.conversions.*.units": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.credits": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.least": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.first": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.step": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.conversions.*.rounding": { type: "string", enum: ["down", "nearest"] },
    "programme.versions.*.carry": { type: "object" },
    "programme.versions.*.carry.beyond": {
      type: "string",
      required: true,
      pattern: "^[a-z0-9][a-z0-9_-]{0,39}$",
    },
    "programme.versions.*.carry.limit": {
      type: "string",
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "programme.versions.*.carry.which": {},
    "programme.versions.*.carry.months": { type: "integer", minimum: 1, maximum: 600 },
    "programme.versions.*.carry.times": { type: "integer", minimum: 1, maximum: 10 },
    "programme.versions.*.carry.becomes": { type: "object" },
    "programme.versions.*.backfill": { type: "object" },
    "programme.versions.*.backfill.fills": {
      type: "string",
      required: true,
      pattern: "^[a-z0-9][a-z0-9_-]{0,39}$",
    },
    "programme.versions.*.report_within": { type: "object" },
    "programme.versions.*.report_within.months": { type: "integer", minimum: 0, maximum: 120 },
    "programme.versions.*.report_within.days": { type: "integer", minimum: 0, maximum: 3660 },
    learner_id: { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9-]{0,63}$" },
    holding: { type: "object" },
    "holding.number": {
      type: "string",
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "holding.held_since": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "holding.birth_month": { type: "integer", minimum: 1, maximum: 12 },
    "holding.birth_year": { type: "string", enum: ["even", "odd"] },
    "holding.facts": { type: "object" },
    "holding.hired_on": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "holding.waivers": { type: "array", maxItems: 20 },
    "holding.waivers.*": {},
    "holding.confirmed": { type: "array", maxItems: 50 },
    "holding.confirmed.*": { type: "object" },
    "holding.confirmed.*.requirement": {
      type: "string",
      required: true,
      pattern: "^[a-z0-9][a-z0-9_-]{0,39}$",
    },
    "holding.confirmed.*.on": { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    lines: { type: "array", maxItems: 200 },
    "lines.*": { type: "object" },
    "lines.*.earned_on": { type: "string", required: true, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "lines.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "lines.*.credits": {
      type: "string",
      required: true,
      pattern: "^([1-9][0-9]{0,3}(\\.[0-9]{1,2})?|0\\.(0[1-9]|[1-9][0-9]?))$",
    },
    "lines.*.labels": { type: "object" },
    "lines.*.status": {
      type: "string",
      enum: ["pending", "changes_requested", "withdrawn", "approved", "declined", "revoked", "superseded"],
    },
    "lines.*.reported_on": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    day: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  },
  UploadRequest: {
    file_name: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^/\\\\\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]+\\.([Pp][Dd][Ff]|[Pp][Nn][Gg]|[Jj][Pp][Ee]?[Gg]|[Hh][Ee][Ii][CcFf]|[Ww][Ee][Bb][Pp]|[Tt][Ii][Ff][Ff]?)$",
    },
    content_type: {
      type: "string",
      required: true,
      enum: ["application/pdf", "image/png", "image/jpeg", "image/heic", "image/webp", "image/tiff"],
    },
    size: { type: "integer", required: true },
    sha256: { type: "string", required: true, pattern: "^[0-9a-f]{64}$" },
    certificate_id: { type: "string", pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
  },
  Verdict: {
    action: {
      type: "string",
      required: true,
      enum: ["approve", "decline", "request_changes", "reopen", "revoke"],
    },
    comment: {
      type: "string",
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
    reason: { type: "string", pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    awarded: { type: "array", maxItems: 10 },
    "awarded.*": { type: "object" },
    "awarded.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "awarded.*.line": { type: "integer", minimum: 0 },
    "awarded.*.credits": { type: "string", required: true, pattern: "^[0-9]{1,7}(\\.[0-9]{1,2})?$" },
    answers: { type: "array", maxItems: 200 },
    "answers.*": { type: "object" },
    "answers.*.credit_type": { type: "string", required: true, pattern: "^[a-z0-9][a-z0-9-]{0,39}$" },
    "answers.*.question": {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 100,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "answers.*.yes": { type: "boolean", required: true },
    corrections: { type: "object" },
    "corrections.title": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "corrections.issuer": {
      type: "string",
      minLength: 1,
      maxLength: 200,
      pattern:
        "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\s][^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$",
    },
    "corrections.earned_on": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "corrections.expires_on": { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    "corrections.labels": { type: "array", maxItems: 10 },
    "corrections.labels.*": { type: "object" },
    "corrections.labels.*.line": { type: "integer", required: true, minimum: 0 },
    "corrections.labels.*.labels": { type: "object", required: true },
  },
  WaiverBody: {
    id: { type: "string", required: true, pattern: "^[0-7][0-9A-HJKMNP-TV-Z]{25}$" },
    waiver: { required: true },
    reason: {
      type: "string",
      required: true,
      minLength: 1,
      maxLength: 2000,
      pattern:
        "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\s][^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$",
    },
  },
} as const satisfies Record<string, Record<string, Limit>>;

/** Fields by their dotted names; `*` is any position in a list. */
export type Limits = Readonly<Record<string, Limit>>;
export type BodyName = keyof typeof limits;
