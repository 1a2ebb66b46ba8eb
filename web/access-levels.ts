import type { AccessLevel } from "@guestlist/contract";

interface LevelWords {
  readonly name: string;
  readonly explained: string;
  /** To the invited person, after "with … access: ". */
  readonly toThem: string;
}

export const levelWords: Record<AccessLevel, LevelWords> = {
  full: {
    name: "Full",
    explained: "Works as the database’s owner and may manage collaborators.",
    toThem: "with full access: you work as the database’s owner and may manage collaborators",
  },
  "read-write": {
    name: "Read-write",
    explained: "Reads and changes rows. Cannot change tables.",
    toThem: "with read-write access: you read and change rows, and cannot change tables",
  },
  "read-only": {
    name: "Read-only",
    explained: "Reads rows. Changes nothing.",
    toThem: "with read-only access: you read rows, and change nothing",
  },
};

export const levelChoices = (Object.keys(levelWords) as AccessLevel[]).map((value) => ({
  value,
  name: levelWords[value].name,
  explained: levelWords[value].explained,
}));
