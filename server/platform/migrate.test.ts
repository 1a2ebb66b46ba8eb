import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createControlDatabase, type TestControlDatabase } from "../../test/support/control-database.ts";
import { migrate } from "./migrate.ts";

const day = 24 * 3600 * 1000;

/** As of the version before jobs were added by SQL: an invitation of each kind of end, and logins that know theirs. */
const filled = `
  insert into accounts (email, email_folded, username, username_folded, password_hash)
    select n || '@example.com', n || '@example.com', n, n, 'none' from unnest(array['owner', 'guest', 'away']) n;
  insert into servers (name, host, port, sslmode, admin_url_sealed, admin_role, superuser, system_identifier, version_num, version, state,
      silent_since, reason)
    values ('one', 'one.example.com', 5432, 'require', '', 'admin', true, '1', 180000, '18.0', 'answers', null, null),
      ('two', 'two.example.com', 5432, 'require', '', 'admin', true, '2', 180000, '18.0', 'silent', now(), 'nothing listens at its address');
  insert into databases (name, owner_account_id, server_id, dbname, kind, ownership, state, ready_at)
    select 'shop-' || s.name, a.id, s.id, 'shop', 'created', 'made', 'ready', now() from servers s, accounts a where a.username = 'owner';
  insert into collaborators (database_id, email, email_folded, access, until, status, invited_by_account_id, invited_at, token_hash,
      invitation_expires_at, account_id, accepted_at, had_login)
    select d.id, e.email, e.email, 'read-only', e.until, e.status, d.owner_account_id, timestamptz '2026-01-01', e.token,
      e.expires, a.id, case when e.status = 'accepted' then now() end, e.status = 'accepted'
    from databases d, (values
      ('week@example.com', 'pending', null::timestamptz, timestamptz '2026-02-08', '\\x01'::bytea),
      ('short@example.com', 'pending', '2026-01-03', '2026-01-03', '\\x02'),
      ('guest@example.com', 'accepted', '2027-01-01', '2026-01-08', null),
      ('away@example.com', 'accepted', null, '2026-01-08', null)) e(email, status, until, expires, token)
      left join accounts a on a.email = e.email
    where d.name = 'shop-one' or e.status = 'accepted';
  insert into logins (database_id, collaborator_id, account_id, role_name, role_oid, access, state, ready_at)
    select database_id, id, account_id, 'gl_' || email, 1, access, 'ready', now() from collaborators where status = 'accepted';
  insert into events (type, database_id) select 'database.ready', id from databases`;

describe("A control database of an earlier version", () => {
  let control: TestControlDatabase;
  beforeAll(async () => {
    control = await createControlDatabase();
    await control.query("drop schema public cascade; drop schema graphile_worker cascade; create schema public");
    await migrate(control.url, undefined, { onlyTo: "0016_firewall_rules" });
    await control.query(filled);
    await migrate(control.url);
  });
  afterAll(() => control.drop());

  test("keeps all that was in it", async () => {
    const [counted] = await control.query(
      `select (select count(*)::int from accounts) as accounts, (select count(*)::int from collaborators) as collaborators,
         (select count(*)::int from logins) as logins, (select count(*)::int from events) as events`,
    );
    expect(counted).toEqual({ accounts: 3, collaborators: 6, logins: 4, events: 2 });
  });

  test("knows when an invitation was sent: seven days before its end, or at first where its access ends sooner", async () => {
    const rows = await control.query<{ email: string; sent: Date; expires: Date }>(
      `select email, invitation_sent_at as sent, invitation_expires_at as expires from collaborators
       where status = 'pending' order by email`,
    );
    expect(rows.map(({ email, sent, expires }) => [email, (expires.getTime() - sent.getTime()) / day])).toEqual([
      ["short@example.com", 2],
      ["week@example.com", 7],
    ]);
  });

  test("knows the end of a login in PostgreSQL where the server answers, and claims none of a silent one", async () => {
    const rows = await control.query(
      `select d.name, c.email, l.valid_until = c.until as same, l.valid_until is null as none
       from logins l join collaborators c on c.id = l.collaborator_id join databases d on d.id = l.database_id order by 1, 2`,
    );
    expect(rows).toEqual([
      { name: "shop-one", email: "away@example.com", same: null, none: true },
      { name: "shop-one", email: "guest@example.com", same: true, none: false },
      { name: "shop-two", email: "away@example.com", same: null, none: true },
      { name: "shop-two", email: "guest@example.com", same: null, none: true },
    ]);
  });

  test("takes jobs", async () => {
    await control.query("select add_job('sweep', '{}', null, 'one', null, false, false)");
    expect(await control.query("select task_identifier as task from graphile_worker.jobs")).toEqual([
      { task: "sweep" },
    ]);
  });
});
