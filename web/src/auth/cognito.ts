/** Amazon Cognito's own JSON protocol, as far as the portal needs it. */

import { Unreachable } from "../api/errors";
import { config } from "../app/config";
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

const CHALLENGES = ["NEW_PASSWORD_REQUIRED"] as const;

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
  const asked = await userPool<AuthAnswer>("InitiateAuth", {
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

async function respond(
  name: string,
  to: { userId: string; session: string | undefined },
  responses: Record<string, string>,
): Promise<Tokens | Challenge> {
  const answer = await userPool<AuthAnswer>("RespondToAuthChallenge", {
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
  const answer = await userPool<Required<AuthAnswer>>("InitiateAuth", {
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: refresh },
  });
  return tokens(answer.AuthenticationResult, refresh);
}

export const forgotPassword = (email: string) => userPool<object>("ForgotPassword", { Username: email });

export const confirmForgotPassword = (email: string, code: string, password: string) =>
  userPool<object>("ConfirmForgotPassword", {
    Username: email,
    ConfirmationCode: code,
    Password: password,
  });

export const revoke = (refresh: string) => userPool<object>("RevokeToken", { Token: refresh });

function tokens(result: Result, refresh = ""): Tokens {
  return {
    id: result.IdToken,
    access: result.AccessToken,
    refresh: result.RefreshToken ?? refresh,
    expiresAt: Date.now() + result.ExpiresIn * 1000,
  };
}

function userPool<T>(action: string, body: object): Promise<T> {
  const endpoint = config.cognitoEndpoint ?? `https://cognito-idp.${config.region}.amazonaws.com/`;
  return post<T>(endpoint, `AWSCognitoIdentityProviderService.${action}`, {
    ClientId: config.userPoolClientId,
    ...body,
  });
}
