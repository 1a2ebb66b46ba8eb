// A person who does not want to go, as a process of its own: sessions that stay, and clients that connect again and again.
import pg from "pg";

const [uri = "", sessions = "0", clients = "0"] = process.argv.slice(2);
const options = { connectionString: uri, connectionTimeoutMillis: 10_000, application_name: "storm" };

for (let count = 0; count < Number(sessions); count += 1) await openSession();
for (let count = 0; count < Number(clients); count += 1) void reconnect();
process.send?.("ready");
process.on("disconnect", () => process.exit());

/** Until it is let in: the limit of sessions that a person has is lifted for the storm, and may come back meanwhile. */
async function openSession(): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client(options);
    client.on("error", () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** As an application's pool does it: refused or thrown out, it tries again at once. */
async function reconnect(): Promise<never> {
  for (;;) {
    const client = new pg.Client(options);
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("select 1");
    } catch {
      // That is what the storm is about.
    }
    await client.end().catch(() => undefined);
  }
}
