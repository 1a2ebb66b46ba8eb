import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { UsageFailure } from "../failure.ts";

export const databaseOwnership = command({
  name: "database-ownership",
  arguments: ["<what>"],
  description: "Move an attached database to a role that cannot log in (move), or return it to its login (keep)",
  examples: [
    "--database my-dedicated-db database-ownership move --preview",
    "--database my-dedicated-db database-ownership move",
    "--database my-dedicated-db database-ownership keep",
  ],
  options: [["--preview", "tell what would change, and change nothing"]],
  async run(context, [what], { preview }) {
    if (what !== "move" && what !== "keep")
      throw new UsageFailure(`database-ownership takes move or keep, not ${what}.`);
    const params = { database: context.database };
    if (preview === true) {
      const { body } = await context.call(endpoints.previewOwnership, { params, query: { to: what } });
      if (context.json) return context.out.json(body);
      for (const line of body.lines.length > 0 ? body.lines : ["Nothing has to move."])
        context.out.line(`       ${line}`);
      return;
    }
    const { body } = await context.call(endpoints.changeDatabase, { params, body: { ownership: what } });
    if (context.json) return context.out.json(body);
    const { name, ownership } = body.database;
    context.out.line(`-----> ${name}: ${inWords[ownership]}`);
  },
});

const inWords = {
  made: "a role that cannot log in has owned it from the beginning",
  kept: "its own login owns it, so full access is refused",
  moving: "its ownership is being moved; the timeline says when that is done",
  moved: "a role that cannot log in owns it",
  returning: "its ownership is being returned; the timeline says when that is done",
} as const;
