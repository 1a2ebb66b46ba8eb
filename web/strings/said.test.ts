import { afterEach, describe, expect, test } from "vitest";
import * as french from "./fr/index.ts";
import * as words from "./fr/server.ts";
import { use } from "./language.ts";
import { said } from "./said.ts";

afterEach(() => use("en", null));

describe("A sentence is said in the reader's language", () => {
  test("with its names, numbers and levels", () => {
    use("fr", french, words);
    expect(said("The login ana_w2p8 had lost its read-write access")).toBe(
      "L’identifiant ana_w2p8 avait perdu son accès en lecture et écriture",
    );
    expect(
      said("For read-only: the schema audit belongs to dba and cannot be granted, so its 1 table is out of reach."),
    ).toBe(
      "En lecture seule\u00a0: le schéma audit appartient à dba et aucun droit ne peut y être donné\u00a0: sa table est hors d’atteinte.",
    );
  });

  test("one after the other, and what is not known stays as it is", () => {
    use("fr", french, words);
    expect(said("It has 3 characters. Nobody knows this one. Full access can be given.")).toBe(
      "Il a 3 caractères. Nobody knows this one. Un accès complet peut être donné.",
    );
    expect(said("ana@example.com: This access has ended.")).toBe("ana@example.com\u00a0: Cet accès a pris fin.");
    expect(said('relation "orders" does not exist')).toBe('relation "orders" does not exist');
  });

  test("with PostgreSQL's own words as they are, set off", () => {
    use("fr", french, words);
    expect(said('The database is in use: database "app" is being accessed by other users')).toBe(
      'La base est en cours d’utilisation\u00a0: «\u00a0database "app" is being accessed by other users\u00a0»',
    );
  });

  test("with whoever holds a lock before them", () => {
    use("fr", french, words);
    const time = "2026-11-29 08:34:12 UTC";
    const way = "A lock that somebody holds is in the way: canceling statement due to lock timeout.";
    const inFrench =
      "Un verrou que quelqu’un détient fait obstacle\u00a0: «\u00a0canceling statement due to lock timeout.\u00a0»";
    expect(said(`table public.a in shop is locked by pid 4121 (postgres, psql), since ${time}. ${way}`)).toBe(
      `table public.a dans shop est verrouillé par le processus 4121 (postgres, psql), depuis le ${time}. ${inFrench}`,
    );
    expect(said(`table public.a in shop is locked by the prepared transaction x of ana, since ${time}. ${way}`)).toBe(
      `table public.a dans shop est verrouillé par la transaction préparée x de ana, depuis le ${time}. ${inFrench}`,
    );
  });

  test("a name is not mistaken for the rest of the sentence", () => {
    use("fr", french, words);
    expect(said("a.b@example.com owns shop-eu. Something else.")).toBe(
      "a.b@example.com est propriétaire de shop-eu. Something else.",
    );
  });

  test("in English as it comes", () => {
    expect(said("This access has ended.")).toBe("This access has ended.");
  });
});
