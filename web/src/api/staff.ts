/** Calls the API's staff routes: each request signed with temporary credentials. */

import { AwsClient } from "aws4fetch";
import { config } from "../config";
import { CognitoError, post } from "../session/cognito";
import { secondFactorAsked } from "../session/secondFactor";
import { session } from "../session/current";
import { caller, type Outgoing } from "./call";
import { Unreachable } from "../errors";

interface Credentials {
  AccessKeyId: string;
  SecretKey: string;
  SessionToken: string;
  /** Seconds since 1970. */
  Expiration: number;
}

/** Renewed this long before they lapse. */
const MARGIN_MS = 5 * 60_000;

interface Signer {
  client: AwsClient;
  userId: string;
  expiresAt: number;
}

/** Shared by the requests of a page, so that they exchange the token once. */
let signer: Promise<Signer> | undefined;

async function client(user?: string): Promise<AwsClient> {
  const token = await session.idToken();
  const state = session.state();
  const userId = state.kind === "signed-out" ? "" : state.user.id;
  // Somebody else signed in while it waited for a token.
  if (user && user !== userId) throw new Unreachable();
  while (signer) {
    const asked: Promise<Signer> = signer;
    const held = await asked;
    if (held.userId === userId && held.expiresAt - Date.now() > MARGIN_MS) return held.client;
    // Another request may have begun a new exchange while this one waited.
    if (signer === asked) signer = undefined;
  }
  signer = exchange(token, userId).then(
    (credentials) => ({
      userId,
      expiresAt: credentials.Expiration * 1000,
      client: new AwsClient({
        accessKeyId: credentials.AccessKeyId,
        secretAccessKey: credentials.SecretKey,
        sessionToken: credentials.SessionToken,
        service: "execute-api",
        region: config.region,
        retries: 0,
      }),
    }),
    (error: unknown) => {
      signer = undefined;
      throw error;
    },
  );
  return (await signer).client;
}

/** A request with a signature, which is good for five minutes. */
export async function sign({ url, user, ...rest }: Outgoing): Promise<Request> {
  return (await client(user)).sign(url, rest);
}

interface Identity {
  user: string;
  pool: string;
  id: string;
}

/** A user's identity stays the same: who knows it begins with one request less. It is no secret. */
const IDENTITY = "certfolio.identity";

function knownIdentity(user: string): string | undefined {
  const known = JSON.parse(localStorage.getItem(IDENTITY) ?? "null") as Identity | null;
  return known?.user === user && known.pool === config.identityPoolId ? known.id : undefined;
}

async function exchange(token: string, user: string): Promise<Credentials> {
  const endpoint = config.identityEndpoint ?? `https://cognito-identity.${config.region}.amazonaws.com/`;
  const pool = config.identityPoolId;
  const Logins = { [`cognito-idp.${config.region}.amazonaws.com/${config.userPoolId}`]: token };
  const ask = <T>(action: string, body: object) =>
    post<T>(endpoint, `AWSCognitoIdentityService.${action}`, { ...body, Logins });
  const credentialsOf = async (IdentityId: string) =>
    (await ask<{ Credentials: Credentials }>("GetCredentialsForIdentity", { IdentityId })).Credentials;

  const known = knownIdentity(user);
  if (known) {
    try {
      return await credentialsOf(known);
    } catch (error) {
      if (!isUnknown(error)) throw error;
    }
  }
  const { IdentityId: id } = await ask<{ IdentityId: string }>("GetId", { IdentityPoolId: pool });
  localStorage.setItem(IDENTITY, JSON.stringify({ user, pool, id } satisfies Identity));
  return credentialsOf(id);
}

/** Whether an identity is not there any more, or is somebody else's. */
const isUnknown = (error: unknown) =>
  error instanceof CognitoError &&
  ["ResourceNotFoundException", "NotAuthorizedException"].includes(error.code);

/**
 * Credentials that were refused although they should still hold are exchanged once for new ones. A
 * request that takes a second factor waits for one.
 */
async function send(request: Outgoing): Promise<Response> {
  const attempt = async () => fetch(await sign(request));
  let response = await attempt();
  if (isSignatureRefused(response, await refusal(response))) {
    signer = undefined;
    response = await attempt();
  }
  if ((await refusal(response)).endsWith(":second-factor-required") && (await hasSecondFactor())) {
    response = await attempt();
  }
  return response;
}

/** The type of the problem with which access was refused. */
async function refusal(response: Response): Promise<string> {
  if (response.status !== 403) return "";
  const problem = (await response
    .clone()
    .json()
    .catch(() => ({}))) as { type?: string };
  return problem.type ?? "";
}

/** Whether the door refused who signs, rather than the API what is asked for. */
function isSignatureRefused({ status }: Response, problem: string): boolean {
  return status === 401 || (status === 403 && (!problem || problem.endsWith(":refused")));
}

/** Shared by the requests of a page, as the signer is. */
let proof: Promise<boolean> | undefined;

/** Have it read whether the account has a second factor, as it may well; where not, ask for one. */
export function hasSecondFactor(): Promise<boolean> {
  const state = session.state();
  if (state.kind !== "signed-in") return Promise.resolve(false);
  const { academyId } = state.user;
  proof ??= readSecondFactor(academyId)
    .then(({ enabled }) => enabled || secondFactorAsked.ask())
    .finally(() => {
      proof = undefined;
    });
  return proof;
}

export const staffCall = caller(() => config.apiUrl, send);

/** Have the staff list know whether the account has a second factor. */
export const readSecondFactor = (academy_id: string) =>
  staffCall("post", "/admin/academies/{academy_id}/second-factor", { path: { academy_id } });
