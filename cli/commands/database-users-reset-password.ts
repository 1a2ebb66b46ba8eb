import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { passwordInWords } from "./closures-decide.ts";

export const databaseUsersResetPassword = command({
  name: "database-users-reset-password",
  arguments: ["<name>"],
  description: "Give an application's login a new password, shown this once; its sessions end",
  examples: [
    "--database my-dedicated-db database-users-reset-password my_dedicated_db_app",
    "--database my-dedicated-db database-users-reset-password my_dedicated_db_app --keep-sessions",
  ],
  options: [["--keep-sessions", "let sessions that were opened with the old password go on"]],
  async run(context, [name], { keepSessions }) {
    const params = { database: context.database, id: name };
    const { body } = await context.call(endpoints.resetUserPassword, {
      params,
      body: keepSessions === true ? { keep_sessions: true } : {},
    });
    if (context.json) return context.out.json(body);
    context.out.line(`-----> ${body.name} has a new password`);
    for (const line of passwordInWords(body)) context.out.line(line);
  },
});
