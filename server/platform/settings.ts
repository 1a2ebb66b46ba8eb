import { resolve } from "node:path";
import {
  readDatabaseUrl,
  readHost,
  readLogLevel,
  readMailFrom,
  readOrigin,
  readPort,
  readSecretKey,
  readSmtpUrl,
  readTrustProxy,
} from "./setting-values.ts";

export interface Setting<Value = unknown> {
  /** What it is, for the documentation. */
  doc: string;
  /** As it would be written in the environment. */
  default?: string;
  /** Where there is no fixed default: what happens without it. */
  without?: string;
  /** Its value is never shown. */
  secret?: true;
  /** @throws with what it must be, as words that follow the setting's name: "must be a port". */
  read: (text: string) => Value;
}

/** Every environment variable that the server reads. The documentation and the messages come from here. */
export const settings = {
  PORT: setting({
    doc: "The port that the server listens on; 0 takes any free one.",
    default: "7400",
    read: (text) => readPort(text, 0),
  }),
  HOST: setting({
    doc: "The address that the server listens on. Anything but loopback needs SMTP_URL.",
    default: "127.0.0.1",
    read: readHost,
  }),
  PUBLIC_URL: setting({
    doc: "The address under which people reach the server, as it stands in mails.",
    without: "http://HOST:PORT",
    read: readOrigin,
  }),
  DATA_DIR: setting({
    doc: "The folder for everything that the server keeps: the bundled PostgreSQL, its passwords, the secret key.",
    default: "./data",
    read: (text) => resolve(text),
  }),
  DATABASE_URL: setting({
    doc: "The control database, a PostgreSQL 13 or later: postgres://user:password@host:5432/database.",
    without: "the bundled PostgreSQL in DATA_DIR",
    secret: true,
    read: readDatabaseUrl,
  }),
  BUNDLED_POSTGRES_PORT: setting({
    doc: "The port of the bundled PostgreSQL. People's connection URIs name it.",
    without: "the port of the first start: 7432, or the next free one",
    read: (text) => readPort(text, 1),
  }),
  SMTP_URL: setting({
    doc: "The server that takes the mails: smtp://user:password@host:587, or smtps:// for TLS from the first byte.",
    without: "mails are kept and shown at /mailbox, for trying out",
    secret: true,
    read: readSmtpUrl,
  }),
  MAIL_FROM: setting({
    doc: "The sender of the mails: guestlist@example.com or Guestlist <guestlist@example.com>.",
    without: "Guestlist <guestlist@host of PUBLIC_URL>",
    read: readMailFrom,
  }),
  SECRET_KEY: setting({
    doc: "Seals the admin connections in the control database; at least 32 characters. Keep a copy apart from backups.",
    without: "made at the first start in DATA_DIR",
    secret: true,
    read: readSecretKey,
  }),
  TRUST_PROXY: setting({
    doc: "The proxies whose X-Forwarded-For is believed: how many, or their addresses (10.0.0.1, 10.0.0.0/8, loopback).",
    default: "0",
    read: readTrustProxy,
  }),
  LOG_LEVEL: setting({
    doc: "trace, debug, info, warn, error, fatal or silent.",
    default: "info",
    read: readLogLevel,
  }),
};

function setting<Value>(given: Setting<Value>): Setting<Value> {
  return given;
}
