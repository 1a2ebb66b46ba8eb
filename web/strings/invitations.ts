import { invitations } from "./en/invitations.ts";
import { translator } from "./translator.ts";

export const t = translator("invitations", invitations);
