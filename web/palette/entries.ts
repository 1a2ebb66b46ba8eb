import type { Database } from "@guestlist/contract";
import type { OverviewRow } from "../collaborators/overview.ts";
import { t } from "../strings/palette.ts";
import type { Option, OptionGroup } from "../ui/combobox.tsx";
import type { Theme } from "../ui/theme.ts";
import { said } from "../strings/said.ts";

/** What choosing an entry does: a path of the dashboard, or a deed. */
export type Deed = { readonly to: string } | { readonly theme: Theme } | { readonly signOut: true };
export interface Entry extends Option {
  readonly deed: Deed;
}

export interface Known {
  readonly databases: readonly Database[];
  readonly people: readonly OverviewRow[];
  /** The database of the page that is shown: what concerns it comes first. */
  readonly here: string | undefined;
}

/** Of each kind; whoever looks for more types more. */
const most = 7;

/** What the words typed find, by kind; without any, what is at hand. */
export function findEntries(text: string, { databases, people, here }: Known): OptionGroup<Entry>[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isAsked = words.length > 0;
  const at = databases.filter(({ name }) => name === here);
  const others = databases.filter(({ name }) => name !== here);
  const actions = [...at.flatMap(actionsOn), ...everywhere(), ...(isAsked ? others.flatMap(actionsOn) : [])];
  return [
    { name: t("databases"), options: [...at, ...others].map(databaseEntry) },
    { name: t("people"), options: isAsked ? people.map(personEntry) : [] },
    { name: t("actions"), options: actions },
  ]
    .map(({ name, options }) => ({ name, options: options.filter((entry) => matches(entry, words)).slice(0, most) }))
    .filter(({ options }) => options.length > 0);
}

function matches({ words, about = "" }: Entry, asked: readonly string[]): boolean {
  const read = `${words} ${about}`.toLowerCase();
  return asked.every((word) => read.includes(word));
}

const databaseEntry = ({ id, name }: Database): Entry => ({ id, words: name, deed: { to: `/databases/${name}` } });

function personEntry({ collaborator: { id, email, status }, database: { name } }: OverviewRow): Entry {
  const to = `/databases/${name}/settings/collaborators?person=${encodeURIComponent(email)}`;
  return { id: `${id}-${name}`, words: email, about: t("onDatabase", { database: name, status }), deed: { to } };
}

/** Follows what the server says that the reader may do; a refused one says why. */
function actionsOn({ id, name: database, can, why_not: whyNot }: Database): Entry[] {
  const at = `/databases/${database}`;
  const entry = (key: string, words: string, to: string): Entry => ({ id: `${key}-${id}`, words, deed: { to } });
  return [
    {
      ...entry("add", t("add", { database }), `${at}/settings/collaborators?add=true`),
      whyNot: can["manage_collaborators"] === true ? undefined : said(whyNot["manage_collaborators"] ?? ""),
    },
    entry("collaborators", t("collaborators", { database }), `${at}/settings/collaborators`),
    entry("connect", t("connect", { database }), at),
    entry("activity", t("activity", { database }), `${at}/activity`),
    entry("general", t("general", { database }), `${at}/settings/general`),
  ];
}

function everywhere(): Entry[] {
  return [
    { id: "create", words: t("create"), deed: { to: "/databases/new" } },
    { id: "attach", words: t("attach"), deed: { to: "/databases/attach" } },
    { id: "everybody", words: t("everybody"), deed: { to: "/collaborators" } },
    { id: "invitations", words: t("invitations"), deed: { to: "/invitations" } },
    { id: "account", words: t("account"), deed: { to: "/account" } },
    { id: "light", words: t("light"), deed: { theme: "light" } },
    { id: "dark", words: t("dark"), deed: { theme: "dark" } },
    { id: "system", words: t("system"), deed: { theme: "system" } },
    { id: "sign-out", words: t("signOut"), deed: { signOut: true } },
  ];
}
