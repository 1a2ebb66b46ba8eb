import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { UsageFailure } from "../failure.ts";

export const sessionsEnd = command({
  name: "sessions-end",
  arguments: ["[session]"],
  description: "Sign one browser out by its id, or all of them with --all",
  examples: ["sessions-end 0198f0aa-0000-7000-8000-000000000001", "sessions-end --all"],
  options: [["--all", "every browser; API tokens stay"]],
  async run(context, [id], { all }) {
    if ((id === undefined) === (all !== true))
      throw new UsageFailure("Say which: the id of a session, or --all. `sessions` lists them.");
    if (id !== undefined) {
      await context.call(endpoints.endSession, { params: { id } });
      if (context.json) return context.out.json(null);
      return context.out.line("-----> The browser has been signed out");
    }
    const { body } = await context.call(endpoints.endSessions, { body: {} });
    if (context.json) return context.out.json(body);
    const { ended } = body;
    context.out.line(
      ended === 0
        ? "-----> No browser was signed in"
        : `-----> ${ended} ${ended === 1 ? "browser has" : "browsers have"} been signed out`,
    );
  },
});
