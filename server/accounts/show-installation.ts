import { endpoints } from "@guestlist/contract";
import { answer } from "../platform/http/journey.ts";
import { version } from "../platform/version.ts";
import { forAnyone } from "./actor.ts";
import { anyAccountExists } from "./queries.ts";

export const showInstallation = forAnyone(endpoints.showInstallation, async ({ platform, tx }) => {
  const mail = platform.config.smtpUrl === undefined ? "mailbox" : "smtp";
  return answer(200, { version, setup_needed: !(await anyAccountExists(tx)), mail });
});
