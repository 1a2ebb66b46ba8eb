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
