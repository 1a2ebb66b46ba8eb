import { randomBytes } from "node:crypto";
import type { TestControlDatabase } from "./control-database.ts";

/** Rows of the control database as the journeys leave them, for tests that start after those. */
export interface DatabaseRows {
  account(email: string, verified?: boolean): Promise<string>;
  server(overrides?: Partial<ServerValues>): Promise<string>;
  /** A created one that is ready, unless told otherwise. */
  database(name: string, owner: string, server: string, overrides?: Record<string, unknown>): Promise<string>;
  collaborator(
    database: string,
    account: string,
    status: "pending" | "accepted" | "revoking" | "ended",
    access?: string,
  ): Promise<string>;
}

interface ServerValues {
  name: string;
  bundled: boolean;
  host: string;
  port: number;
  sealed: Buffer;
  identifier: string;
}

export function databaseRows(control: Pick<TestControlDatabase, "query">): DatabaseRows {
  const insert = async (table: string, values: Record<string, unknown>): Promise<string> => {
    const names = Object.keys(values);
    const places = names.map((_, index) => `$${index + 1}`);
    const sql = `insert into ${table} (${names.join(", ")}) values (${places.join(", ")}) returning id`;
    return (await control.query<{ id: string }>(sql, Object.values(values)))[0]!.id;
  };
  const now = new Date();
  return {
    account: (email, verified = true) =>
      insert("accounts", {
        email,
        email_folded: email.toLowerCase(),
        username: email.split("@")[0],
        username_folded: email.split("@")[0]!.toLowerCase(),
        password_hash: "none",
        email_verified_at: verified ? now : null,
      }),
    server: (given = {}) => {
      const port = given.port ?? 5432;
      return insert("servers", {
        name: given.name ?? "db-1",
        bundled: given.bundled ?? false,
        host: given.host ?? "127.0.0.1",
        port,
        sslmode: "disable",
        admin_url_sealed: given.sealed ?? Buffer.from("sealed"),
        admin_role: "postgres",
        superuser: true,
        system_identifier: given.identifier ?? randomBytes(8).readBigUInt64BE().toString(),
        version_num: 180004,
        version: "18.4",
      });
    },
    database: (name, owner, server, overrides = {}) =>
      insert("databases", {
        name,
        owner_account_id: owner,
        server_id: server,
        dbname: name.replaceAll("-", "_"),
        kind: "created",
        state: "ready",
        ready_at: now,
        ownership: "made",
        ...overrides,
      }),
    collaborator: async (database, account, status, access = "full") => {
      const [who] = await control.query<{ email: string }>("select email from accounts where id = $1", [account]);
      const accepted = status === "accepted" || status === "revoking";
      return insert("collaborators", {
        database_id: database,
        email: who!.email,
        email_folded: who!.email.toLowerCase(),
        access,
        status,
        invited_by_account_id: account,
        token_hash: status === "pending" ? randomBytes(32) : null,
        invitation_expires_at: new Date(now.getTime() + 7 * 86_400_000),
        account_id: status === "pending" ? null : account,
        accepted_at: accepted ? now : null,
        had_login: accepted,
        revoking_at: status === "revoking" ? now : null,
        end_reason: status === "revoking" ? "revoked" : status === "ended" ? "declined" : null,
        ended_at: status === "ended" ? now : null,
      });
    },
  };
}
