/** What stands in the link of a mail: for whom, and which kind it switches off. */
export interface MailLink {
  token: string;
  academy: string;
  kind: string;
}

/** Reads it from behind the "#", where no server sees it; undefined where it is not whole. */
export function mailLinkIn(hash: string): MailLink | undefined {
  const token = readable(hash.slice(1));
  const [academy, person, kind, signature, ...more] = token.split(".");
  if (!academy || !person || !kind || !signature || more.length) return undefined;
  return { token, academy, kind };
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
