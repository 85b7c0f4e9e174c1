import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { makeClient } from "./client";

/** What one user reads. Give it the user's id as key: the next user begins with nothing. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  useEffect(() => () => client.clear(), [client]);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
