import { databaseNamePattern, endpoints, type AnswerOf } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { codeOf, send, wordsOf } from "../api.ts";
import { Name } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Field } from "../ui/field.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { useTitle } from "../ui/title.ts";
import { NewDatabaseHead } from "./new-database-head.tsx";

type Created = AnswerOf<typeof endpoints.createDatabase>["body"];
const nameRule = "6 to 48 characters: small letters, digits and hyphens; a letter first, no hyphen last.";

/** A new database on the server that this installation is set up with. */
export function CreatePage() {
  const queryClient = useQueryClient();
  const [created, setCreated] = useState<Created | null>(null);
  const form = useForm({ defaultValues: { name: "" } });
  const create = useAct(
    async ({ name }: { name: string }) => (await send(endpoints.createDatabase, { body: { name: name.trim() } })).body,
    {
      onDone: (body) => {
        void queryClient.invalidateQueries({ queryKey: ["databases"] });
        setCreated(body);
      },
    },
  );
  useTitle("New database");
  if (created !== null) return <ConnectionOnce created={created} />;
  const atName = ["invalid_name", "name_taken"].includes(codeOf(create.error) ?? "");
  return (
    <>
      <NewDatabaseHead />
      <form
        className="stack narrow"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.handleSubmit(create.start)();
        }}
      >
        {create.isError && !atName && (
          <ErrorNote>
            {wordsOf(create.error)}
            {codeOf(create.error) === "cannot_create" && (
              <>
                {" "}
                <Link to="/databases/attach">Attach an existing one</Link>
              </>
            )}
          </ErrorNote>
        )}
        <Field
          label="Name"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          pattern={databaseNamePattern}
          placeholder="my-dedicated-db"
          hint={nameRule}
          {...form.register("name")}
          error={atName ? wordsOf(create.error) : undefined}
        />
        <p className="quiet">
          Its owner role has no password and never logs in. Your application gets a login of its own, and so does every
          person, you too.
        </p>
        <div className="flex flex-wrap gap-3">
          <Button kind="first" type="submit" busy={create.isPending}>
            Create database
          </Button>
          <Link className="btn" to="/databases">
            Cancel
          </Link>
        </div>
      </form>
    </>
  );
}

/** The application's own way in, with its password: nobody can show it again. */
function ConnectionOnce({ created: { database, connection_uri: uri } }: { created: Created }) {
  return (
    <>
      <div className="subject mb-6">
        <p className="crumb">
          <Link to="/databases">Databases</Link>
        </p>
        <h1>
          <Name of={database.name} /> is created
        </h1>
      </div>
      <div className="stack narrow">
        {uri !== null && (
          <div className="once mt-0">
            <div className="rowline">
              <strong>For your application</strong>
              <span className="small quiet">Shown once. Copy it now.</span>
            </div>
            <div className="rowline">
              <output>{uri}</output>
              <CopyButton value={uri} what="the connection URI" text="Copy" />
            </div>
            <p className="small">This is a login of the application, not of a person. We do not keep its password.</p>
          </div>
        )}
        <div className="flex flex-wrap gap-3">
          <Link className="btn first" to="/databases/$database" params={{ database: database.name }}>
            Go to the database
          </Link>
          <Link className="btn" to="/databases/$database/settings/collaborators" params={{ database: database.name }}>
            Add collaborators
          </Link>
        </div>
      </div>
    </>
  );
}
