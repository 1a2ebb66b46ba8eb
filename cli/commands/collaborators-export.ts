import { writeFileSync } from "node:fs";
import { endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { Failure, UsageFailure } from "../failure.ts";

export const collaboratorsExport = command({
  name: "collaborators-export",
  arguments: [],
  description: "Write the collaborators of every database you own or manage, or of --database, as CSV or JSON",
  examples: [
    "collaborators-export > collaborators.csv",
    "--database my-dedicated-db collaborators-export --format json --output collaborators.json",
  ],
  options: [
    ["--format <format>", "csv (the default, also for spreadsheets) or json", ["csv", "json"]],
    ["--output <file>", "a file to write, which must not exist yet; else standard output"],
  ],
  async run(context, _, { format, output }) {
    const chosen = format ?? (context.json ? "json" : "csv");
    if (chosen !== "csv" && chosen !== "json") throw new UsageFailure("--format is csv or json.");
    const { databaseIfAny: database } = context;
    const query = { format: chosen, ...(database === undefined ? {} : { database }) } as const;
    const { body } = await context.call(endpoints.exportCollaborators, { query });
    if (output === undefined) return context.out.text(body.replaceAll("\r\n", "\n"));
    try {
      writeFileSync(output, body, { flag: "wx" });
    } catch (error) {
      throw new Failure("invalid_request", `${output} was not written: ${(error as Error).message}`);
    }
    context.out.note(`-----> Written to ${output}`);
  },
});
