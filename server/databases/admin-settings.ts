/**
 * What an owner of the database may set for every session there, and what would keep this one from its first statement, end
 * it, or let it wait for somebody. Sent with the connection it prevails over them; a SET would come too late. A version
 * refuses what it does not know, so what is newer than 13 is sent to a server of known version.
 */
export function startupOptions(versionNum: number): string {
  const settings = [
    "local_preload_libraries=",
    "exit_on_error=off",
    "lock_timeout=2s",
    // Serializable, read-only and deferrable, a transaction waits until nobody writes.
    "default_transaction_isolation=read\\ committed",
    "default_transaction_read_only=off",
    "default_transaction_deferrable=off",
    ...(versionNum >= 140000 ? ["idle_session_timeout=0"] : []),
    ...(versionNum >= 170000 ? ["transaction_timeout=0"] : []),
  ];
  return settings.map((setting) => `-c ${setting}`).join(" ");
}

/** The version that has the setting by which the server has ended a session; 0 when it has refused one as unknown. */
export const versionAfter: Readonly<Record<string, number>> = { "57P05": 140000, "25P04": 170000, "42704": 0 };

// A collaborator must not be able to make this session run their code (search_path), work as another role (a setting of
// the database), hang (a missing synchronous standby), be refused (a read-only default) or wait for a lock they hold, nor to
// make it read something else than there is, or send something else than it means: how names and values are written.
const settings: Readonly<Record<string, string>> = {
  search_path: "pg_catalog,pg_temp",
  synchronous_commit: "local",
  default_transaction_read_only: "off",
  lock_timeout: "'2s'",
  statement_timeout: "'60s'",
  idle_in_transaction_session_timeout: "'60s'",
  client_encoding: "'UTF8'",
  DateStyle: "'ISO'",
  IntervalStyle: "'postgres'",
  TimeZone: "'UTC'",
  bytea_output: "'hex'",
  extra_float_digits: "1",
  xmlbinary: "'base64'",
  xmloption: "'content'",
  quote_all_identifiers: "off",
  standard_conforming_strings: "on",
  array_nulls: "on",
  transform_null_equals: "off",
  row_security: "off",
  check_function_bodies: "off",
  client_min_messages: "warning",
  // Of what PostgreSQL may choose of itself, what costs time or a worker of somebody's.
  jit: "off",
  max_parallel_workers_per_gather: "0",
};

export const sessionSettings = `set role none; ${Object.entries(settings)
  .map(([name, value]) => `set ${name} = ${value};`)
  .join(" ")}`;

/** Part of a SELECT from pg_roles r: refusals are known by PostgreSQL's own words, and an event trigger is somebody's code. */
export const settingsOfRights = `(select array[case when r.rolsuper then set_config('lc_messages', 'C', false) end,
    case when r.rolsuper and current_setting('server_version_num')::int >= 170000 then set_config('event_triggers', 'off', false) end,
    case when not r.rolsuper and current_setting('server_version_num')::int >= 160000
      then set_config('createrole_self_grant', 'set, inherit', false) end])`;
