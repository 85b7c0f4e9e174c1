/** What somebody does with their own account. */

import { associate, CognitoError, hasSecondFactor, prefer, verify } from "./cognito";
import { session } from "./current";

/** A session that was ended elsewhere is signed in again first. */
async function mine<T>(act: (access: string) => Promise<T>): Promise<T> {
  try {
    return await act(await session.accessToken());
  } catch (error) {
    if (!(error instanceof CognitoError && error.code === "NotAuthorizedException")) throw error;
    await session.renew();
    return act(await session.accessToken());
  }
}

export const iHaveASecondFactor = () => mine(hasSecondFactor);

/** A new authenticator's secret; the one before stays in use until the new one is confirmed. */
export const newAuthenticator = () =>
  mine(async (access) => (await associate({ AccessToken: access })).secret);

export const confirmAuthenticator = (code: string) =>
  mine(async (access) => {
    await verify({ AccessToken: access }, code);
    await prefer(access, true);
  });

export const giveUpSecondFactor = () => mine((access) => prefer(access, false));
