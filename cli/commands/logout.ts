import { ProblemError } from "@guestlist/contract";
import { command } from "../command.ts";
import { removeCredentials } from "../credentials.ts";
import { endToken } from "../signed-in.ts";

export const logout = command({
  name: "logout",
  arguments: [],
  description: "End the API token that login made, and forget it",
  examples: ["logout"],
  options: [],
  async run(context) {
    const { saved } = context;
    if (saved === null) throw context.notSignedIn();
    // Forgotten only once the server has ended it, else it would work on without anybody knowing.
    await endToken(saved).catch((error: unknown) => {
      if (!(error instanceof ProblemError && error.problem.code === "not_signed_in")) throw error;
    });
    removeCredentials(context.env);
    if (context.json) return context.out.json(null);
    context.out.line(`-----> Signed out at ${saved.url}`);
  },
});
