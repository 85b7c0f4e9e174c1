/**
 * The texts of credentials, which pages that show them import: they are read with such a
 * page, before it is shown.
 */

import { bring, type Message } from "../language";

await bring(import.meta.glob<Record<string, Message>>("./*.json", { import: "default" }));
