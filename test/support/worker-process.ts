// A worker that is read in already, and begins when it is told to: what a test kills again and again must not cost a start.
import { readConfig } from "../../server/platform/config.ts";
import { serve } from "../../server/serve.ts";

process.on("disconnect", () => process.exit());
process.once("message", () => {
  void serve({ config: readConfig(process.env), parts: { http: false, jobs: true } }).then(() =>
    process.send?.("working"),
  );
});
process.send?.("loaded");
