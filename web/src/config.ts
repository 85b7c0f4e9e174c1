/** Where this deployment of the portal finds its services; made from the stack's outputs. */
export interface Config {
  apiUrl: string;
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  identityPoolId: string;
  maxFileBytes: number;
  /** Only where the services do not answer at AWS's own addresses. */
  cognitoEndpoint?: string;
  identityEndpoint?: string;
}

export const config = {} as Config;

/** Read once, before anything else of the application is loaded. */
export async function loadConfig(): Promise<void> {
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  Object.assign(config, await response.json());
}
