/** The texts of the pages that set an academy up, and of the list of changes: read with a page that shows them. */

import { bring, type Message } from "../language";

await bring(import.meta.glob<Record<string, Message>>("./*.json", { import: "default" }));
