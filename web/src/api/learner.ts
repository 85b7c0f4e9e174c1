import { config } from "../config";
import { session } from "../session/current";
import { caller, type Outgoing } from "./call";

/** Calls the API as the signed-in learner. A lapsed token is renewed once and the request resent. */
async function send(request: Outgoing): Promise<Response> {
  const { url, headers, ...rest } = request;
  const attempt = async () =>
    fetch(url, { ...rest, headers: { ...headers, authorization: await session.idToken() } });
  const response = await attempt();
  if (response.status !== 401) return response;
  await session.renew();
  return attempt();
}

export const call = caller(() => config.apiUrl, send);
