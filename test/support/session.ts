import pg from "pg";

export interface Session {
  client: pg.Client;
  /** What the client was told when its connection was ended from outside. */
  ended: Promise<{ code?: string; message: string }>;
  /** False once PostgreSQL has ended it. */
  isOpen(): Promise<boolean>;
}

/** An open PostgreSQL session that notices its own end. */
export async function openSession(uri: string): Promise<Session> {
  const client = new pg.Client({ connectionString: uri, connectionTimeoutMillis: 5_000, query_timeout: 15_000 });
  const ended = new Promise<Error>((resolve) => {
    client.on("error", resolve);
    client.on("end", () => resolve(new Error("the connection was closed")));
  });
  await client.connect();
  const isOpen = () =>
    client.query("select 1").then(
      () => true,
      () => false,
    );
  return { client, ended, isOpen };
}
