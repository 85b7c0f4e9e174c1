/** Amazon Cognito's own JSON protocol, as far as the portal needs it. */

import { Unreachable } from "../api/errors";
import { config } from "../app/config";

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
  Session?: string;
}

export interface Tokens {
  id: string;
  refresh: string;
  /** By this browser's clock, in milliseconds. */
  expiresAt: number;
}

/** What must be answered before the tokens are given. */
export interface Challenge {
  name: string;
  session: string;
}

export async function initiate(email: string, password: string): Promise<Tokens | Challenge> {
  const answer = await userPool<AuthAnswer>("InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  return tokens(answer);
}

export async function chooseNewPassword(
  email: string,
  password: string,
  session: string,
): Promise<Tokens | Challenge> {
  const answer = await userPool<AuthAnswer>("RespondToAuthChallenge", {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: session,
    ChallengeResponses: { USERNAME: email, NEW_PASSWORD: password },
  });
  return tokens(answer);
}

export async function renew(refresh: string): Promise<Tokens> {
  const answer = await userPool<AuthAnswer>("InitiateAuth", {
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: refresh },
  });
  return tokens(answer, refresh) as Tokens;
}

export const forgotPassword = (email: string) => userPool<object>("ForgotPassword", { Username: email });

export const confirmForgotPassword = (email: string, code: string, password: string) =>
  userPool<object>("ConfirmForgotPassword", {
    Username: email,
    ConfirmationCode: code,
    Password: password,
  });

export const revoke = (refresh: string) => userPool<object>("RevokeToken", { Token: refresh });

function tokens(answer: AuthAnswer, refresh = ""): Tokens | Challenge {
  const result = answer.AuthenticationResult;
  if (!result) return { name: answer.ChallengeName ?? "", session: answer.Session ?? "" };
  return {
    id: result.IdToken,
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
