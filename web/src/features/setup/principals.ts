/** Whether a program signs in under it: a person's is a UUID. */
export function isSystem(principal: string): boolean {
  return !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(principal);
}
