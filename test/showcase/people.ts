/** Who is on the lists of the prototypes, as rows of the control database. Days are counted back from now. */
export interface ListedPerson {
  readonly database: string;
  readonly email: string;
  /** Null: nobody has signed up with that address yet. */
  readonly username: string | null;
  readonly access: "full" | "read-write" | "read-only";
  readonly invited: number;
  /** Null: the invitation waits, or has expired. */
  readonly accepted: number | null;
  /** Days from now until the access ends. */
  readonly until?: number;
  /** Days since the last login in PostgreSQL; never when left out. */
  readonly lastLogin?: number;
}

export const mine = "my-dedicated-db";

const longest = "analytics-and-reporting.external-consultants.emea@subsidiary.example.com";

/** In the order of their invitations, the oldest first. */
export const listed: readonly ListedPerson[] = [
  {
    database: mine,
    email: "jonas.lindqvist@example.org",
    username: "jonas",
    access: "full",
    invited: 258,
    accepted: 257,
    lastLogin: 0,
  },
  {
    database: mine,
    email: "dmitri.kuznetsov@example.net",
    username: "dmitri",
    access: "full",
    invited: 190,
    accepted: 189,
    lastLogin: 0,
  },
  {
    database: mine,
    email: longest,
    username: "emea-reporting",
    access: "read-only",
    invited: 77,
    accepted: 76,
    lastLogin: 3,
  },
  {
    database: mine,
    email: "ines.moreau@example.com",
    username: "ines",
    access: "read-write",
    invited: 60,
    accepted: 59,
    lastLogin: 1,
  },
  {
    database: mine,
    email: "tomasz.wisniewski@contractor.example",
    username: "tomasz",
    access: "full",
    invited: 23,
    accepted: 22,
    until: 3,
    lastLogin: 4,
  },
  {
    database: mine,
    email: "marc@old-agency.example",
    username: null,
    access: "read-only",
    invited: 15,
    accepted: null,
  },
  {
    database: mine,
    email: "priya.raman@example.com",
    username: null,
    access: "read-write",
    invited: 1,
    accepted: null,
  },
  {
    database: "customer-analytics",
    email: "jonas.lindqvist@example.org",
    username: "jonas",
    access: "read-only",
    invited: 200,
    accepted: 199,
    lastLogin: 16,
  },
  {
    database: "customer-analytics",
    email: longest,
    username: "emea-reporting",
    access: "read-only",
    invited: 190,
    accepted: 188,
  },
  {
    database: "staging-eu-west",
    email: "tomasz.wisniewski@contractor.example",
    username: "tomasz",
    access: "full",
    invited: 40,
    accepted: 39,
    lastLogin: 1,
  },
  {
    database: "staging-eu-west",
    email: "lena.fischer@example.com",
    username: null,
    access: "read-write",
    invited: 2,
    accepted: null,
  },
  {
    database: "inventory-2026",
    email: "camille.aubert@example.com",
    username: "camille",
    access: "full",
    invited: 120,
    accepted: 119,
    lastLogin: 2,
  },
  {
    database: "inventory-2026",
    email: "jonas.lindqvist@example.org",
    username: "jonas",
    access: "read-write",
    invited: 110,
    accepted: 109,
    until: 6,
    lastLogin: 0,
  },
  {
    database: "research-observational-data-long-term-archive",
    email: "camille.aubert@example.com",
    username: "camille",
    access: "read-only",
    invited: 90,
    accepted: 90,
  },
];
