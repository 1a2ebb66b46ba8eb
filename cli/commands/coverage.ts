import { coverageInWords, endpoints } from "@guestlist/contract";
import { command } from "../command.ts";
import { instant } from "../instants.ts";

export const coverage = command({
  name: "coverage",
  arguments: [],
  description: "Tell what read-only and read-write reach in a database, and what they cannot be granted",
  examples: ["--database my-dedicated-db coverage"],
  options: [],
  async run(context) {
    const { body } = await context.call(endpoints.showCoverage, { params: { database: context.database } });
    if (context.json) return context.out.json(body);
    if (body.coverage === null) return context.out.line("It was not measured yet: the database is being made ready.");
    for (const line of coverageInWords(body.coverage)) context.out.line(line);
    for (const { sentence } of body.coverage.gaps) context.out.line(` !     ${sentence}`);
    if (body.coverage.gaps_left_out > 0) context.out.line(` !     … and ${body.coverage.gaps_left_out} more`);
    context.out.note(`       Measured ${instant(body.coverage.measured_at)}`);
  },
});
