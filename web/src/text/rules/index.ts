/** The texts of programmes, of their rules and of the pages that set them up: read with a page that shows them. */

import { bring, type Message } from "../language";

await bring(import.meta.glob<Record<string, Message>>("./*.json", { import: "default" }));
