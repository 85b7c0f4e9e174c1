/** What Amazon Cognito refuses, in the portal's words. */

import { words } from "../../api/problemWords";
import { CognitoError } from "../../session/cognito";
import { t } from "../../text";

/** What somebody does there, by which one refusal has another meaning. */
type Step = "password" | "newPassword" | "code" | "forgot";
interface Meaning {
  /** Of which field it is said; of the step as a whole where there is none. */
  field?: "current-password" | "new-password" | "code";
  words: string;
}

const ANYWHERE = {
  PasswordResetRequiredException: { words: t("signIn.resetNeeded") },
  TooManyRequestsException: { words: t("signIn.tooMany") },
  TooManyFailedAttemptsException: { words: t("signIn.tooMany") },
  LimitExceededException: { words: t("signIn.tooMany") },
  CodeDeliveryFailureException: { words: t("signIn.notDelivered") },
  UserNotConfirmedException: { words: t("signIn.unsupported") },
  UnsupportedChallenge: { words: t("signIn.unsupported") },
  InvalidPasswordException: { field: "new-password", words: t("signIn.tooWeak") },
  PasswordHistoryPolicyViolationException: { field: "new-password", words: t("signIn.usedPassword") },
} as const satisfies Record<string, Meaning>;

const wrong: Meaning = { field: "current-password", words: t("signIn.wrong") };
const mailedCode: Meaning = { field: "code", words: t("signIn.wrongCode") };
const shownCode: Meaning = { field: "code", words: t("secondFactor.wrongCode") };

const AT = {
  password: { NotAuthorizedException: wrong, UserNotFoundException: wrong },
  newPassword: { CodeMismatchException: mailedCode, ExpiredCodeException: mailedCode },
  code: {
    CodeMismatchException: shownCode,
    EnableSoftwareTokenMFAException: shownCode,
    ExpiredCodeException: { field: "code", words: t("secondFactor.usedCode") },
  },
  // An account that was never signed in to has no password to be forgotten.
  forgot: { NotAuthorizedException: { words: t("signIn.notYet") } },
} as const satisfies Record<Step, Record<string, Meaning>>;

function meaningOf(step: Step, error: unknown): Meaning | undefined {
  if (!(error instanceof CognitoError)) return undefined;
  const known: Partial<Record<string, Meaning>> = { ...ANYWHERE, ...AT[step] };
  return known[error.code];
}

/** What is said of the step as a whole. */
export function reasonAt(step: Step, error: unknown): string {
  return meaningOf(step, error)?.words ?? words(error);
}

/** What is said of one of its fields; nothing, where the step has no such field. */
export const fieldsAt =
  (step: Step) =>
  (error: unknown): Record<string, string> | undefined => {
    const meaning = meaningOf(step, error);
    return meaning?.field && { [meaning.field]: meaning.words };
  };
