/** Amazon Cognito's own JSON protocol, as far as the portal needs it. */

import { Unreachable } from "../errors";
import { config } from "../config";
import { newSecret, prove, publicValue, timestampOf } from "./srp";

export class CognitoError extends Error {
  constructor(
    /** Cognito's name of what went wrong, such as `NotAuthorizedException`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export async function post<T>(endpoint: string, target: string, body: object): Promise<T> {
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
  const answer = (await response.json().catch(() => ({}))) as Record<string, string | undefined>;
  if (response.ok) return answer as T;
  const code = answer["__type"]?.split("#").at(-1) ?? "";
  throw new CognitoError(code, answer["message"] ?? answer["Message"] ?? "");
}

interface Result {
  IdToken: string;
  AccessToken: string;
  RefreshToken?: string;
  ExpiresIn: number;
}

interface AuthAnswer {
  AuthenticationResult?: Result;
  ChallengeName?: string;
  ChallengeParameters?: Record<string, string>;
  Session?: string;
}

export interface Tokens {
  id: string;
  /** Lets somebody change their own account. Kept in memory alone. */
  access?: string;
  refresh: string;
  /** By this browser's clock, in milliseconds. */
  expiresAt: number;
}

const CHALLENGES = ["NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "MFA_SETUP"] as const;

/** What must be answered before the tokens are given. */
export interface Challenge {
  name: (typeof CHALLENGES)[number];
  session: string;
  /** How the pool itself names the user. */
  userId: string;
}

/** Sign in; the password itself is not sent, but a proof of it. */
export async function initiate(email: string, password: string): Promise<Tokens | Challenge> {
  const secret = newSecret();
  const asked = await client<AuthAnswer>("InitiateAuth", {
    AuthFlow: "USER_SRP_AUTH",
    AuthParameters: { USERNAME: email, SRP_A: publicValue(secret) },
  });
  const said = (name: string) => asked.ChallengeParameters?.[name] ?? "";
  const userId = said("USER_ID_FOR_SRP");
  const secretBlock = said("SECRET_BLOCK");
  const timestamp = timestampOf(new Date());
  const signature = await prove(
    password,
    secret,
    {
      userPoolId: config.userPoolId,
      userId,
      serverValue: said("SRP_B"),
      salt: said("SALT"),
      secretBlock,
    },
    timestamp,
  );
  const responses = {
    PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
    PASSWORD_CLAIM_SIGNATURE: signature,
    TIMESTAMP: timestamp,
  };
  return respond("PASSWORD_VERIFIER", { userId, session: asked.Session }, responses);
}

export const chooseNewPassword = (challenge: Challenge, password: string) =>
  respond("NEW_PASSWORD_REQUIRED", challenge, { NEW_PASSWORD: password });

export const answerCode = (challenge: Challenge, code: string) =>
  respond("SOFTWARE_TOKEN_MFA", challenge, { SOFTWARE_TOKEN_MFA_CODE: code });

/** Go on signing in after an authenticator was set up on the way. */
export const finishSetUp = (challenge: Challenge) => respond("MFA_SETUP", challenge, {});

async function respond(
  name: string,
  to: { userId: string; session: string | undefined },
  responses: Record<string, string>,
): Promise<Tokens | Challenge> {
  const answer = await client<AuthAnswer>("RespondToAuthChallenge", {
    ChallengeName: name,
    Session: to.session,
    ChallengeResponses: { USERNAME: to.userId, ...responses },
  });
  if (answer.AuthenticationResult) return tokens(answer.AuthenticationResult);
  const next = CHALLENGES.find((known) => known === answer.ChallengeName);
  if (!next) throw new CognitoError("UnsupportedChallenge", answer.ChallengeName ?? "");
  return { name: next, session: answer.Session ?? "", userId: to.userId };
}

export async function renew(refresh: string): Promise<Tokens> {
  const answer = await client<Required<AuthAnswer>>("InitiateAuth", {
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: refresh },
  });
  return tokens(answer.AuthenticationResult, refresh);
}

export const forgotPassword = (email: string) => client<object>("ForgotPassword", { Username: email });

export const confirmForgotPassword = (email: string, code: string, password: string) =>
  client<object>("ConfirmForgotPassword", {
    Username: email,
    ConfirmationCode: code,
    Password: password,
  });

export const revoke = (refresh: string) => client<object>("RevokeToken", { Token: refresh });

// The second factor: a person's own, or of somebody who is just signing in.

/** What says whose authenticator it is: a signed-in person's token, or a sign-in under way. */
export type Holder = { AccessToken: string } | { Session: string };

export interface NewAuthenticator {
  /** What an authenticator app makes its codes of, in base 32. */
  secret: string;
  /** The sign-in goes on with this. */
  session: string;
}

export async function associate(holder: Holder): Promise<NewAuthenticator> {
  const answer = await userPool<{ SecretCode: string; Session?: string }>("AssociateSoftwareToken", holder);
  return { secret: answer.SecretCode, session: answer.Session ?? "" };
}

/** Take the authenticator over when it shows the right code; says what the sign-in goes on with. */
export async function verify(holder: Holder, code: string): Promise<string> {
  const answer = await userPool<{ Status: string; Session?: string }>("VerifySoftwareToken", {
    ...holder,
    UserCode: code,
  });
  if (answer.Status !== "SUCCESS") throw new CognitoError("EnableSoftwareTokenMFAException", answer.Status);
  return answer.Session ?? "";
}

/** Ask for the authenticator's code at sign-in, or for the password alone. */
export const prefer = (access: string, enabled: boolean) =>
  userPool<object>("SetUserMFAPreference", {
    AccessToken: access,
    SoftwareTokenMfaSettings: { Enabled: enabled, PreferredMfa: enabled },
  });

export async function hasSecondFactor(access: string): Promise<boolean> {
  const user = await userPool<{ UserMFASettingList?: string[] }>("GetUser", { AccessToken: access });
  return Boolean(user.UserMFASettingList?.length);
}

function tokens(result: Result, refresh = ""): Tokens {
  return {
    id: result.IdToken,
    access: result.AccessToken,
    refresh: result.RefreshToken ?? refresh,
    expiresAt: Date.now() + result.ExpiresIn * 1000,
  };
}

const client = <T>(action: string, body: object) =>
  userPool<T>(action, { ClientId: config.userPoolClientId, ...body });

function userPool<T>(action: string, body: object): Promise<T> {
  const endpoint = config.cognitoEndpoint ?? `https://cognito-idp.${config.region}.amazonaws.com/`;
  return post<T>(endpoint, `AWSCognitoIdentityProviderService.${action}`, body);
}
