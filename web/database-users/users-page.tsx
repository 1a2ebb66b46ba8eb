import type { DatabaseUser } from "@guestlist/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { databaseQuery } from "../databases/queries.ts";
import { t } from "../strings/users.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { bold } from "../ui/marks.tsx";
import { useTitle } from "../ui/title.ts";
import { databaseUsersQuery } from "./queries.ts";
import { userActionsId, UserRow, type UserAct } from "./user-row.tsx";
import { UsersTable } from "./users-table.tsx";
import { later } from "../ui/later.tsx";
import { said } from "../strings/said.ts";

const AddUserDialog = later(async () => (await import("./add-user-dialog.tsx")).AddUserDialog);
const DeleteUserDialog = later(async () => (await import("./delete-user-dialog.tsx")).DeleteUserDialog);
const ResetDialog = later(async () => (await import("./reset-dialog.tsx")).ResetDialog);

type Open = { dialog: "add" } | { dialog: UserAct; of: DatabaseUser };

/** Logins of applications: what PostgreSQL would do with each now, and who was shown its password. */
export function DatabaseUsersPage() {
  const { database: name } = useParams({ from: "/signed-in/databases/$database/settings/users" });
  const { data: database } = useSuspenseQuery(databaseQuery(name));
  const { data: users } = useSuspenseQuery(databaseUsersQuery(name));
  const [open, setOpen] = useState<Open | null>(null);
  useTitle(t("titleOf", { name }));
  const ready = users.filter(({ state }) => state === "ready").length;
  const close = (): void => setOpen(null);
  return (
    <section aria-labelledby="users">
      <div className="head">
        <div>
          <h2 id="users" tabIndex={-1}>
            {t("title")}
          </h2>
          <p className="answer">{ready === 0 ? t("answerNone") : t.rich("answer", { n: ready, b: bold })}</p>
          <p className="quiet">{t("about")}</p>
        </div>
        <Button
          kind="first"
          id="add-user"
          className="flex-none"
          whyNot={database.can["manage_users"] === true ? undefined : said(database.why_not["manage_users"] ?? "")}
          onClick={() => setOpen({ dialog: "add" })}
        >
          {t("add")}
        </Button>
      </div>
      {users.length > 0 && (
        <UsersTable caption={t("captionOf", { name })}>
          {users.map((user) => (
            <UserRow key={user.id} of={user} onAct={(dialog) => setOpen({ dialog, of: user })} />
          ))}
        </UsersTable>
      )}
      {users.length === 0 && (
        <Empty className="under" level={3} drawing={<AccessLine state="pending" />} title={t("emptyTitle")}>
          <p>{t("emptyAbout")}</p>
        </Empty>
      )}
      {open?.dialog === "add" && <AddUserDialog database={database} onClose={close} />}
      {open?.dialog === "reset" && (
        <ResetDialog database={name} of={open.of} openerId={userActionsId(open.of)} onClose={close} />
      )}
      {open?.dialog === "delete" && (
        <DeleteUserDialog database={name} of={open.of} openerId={userActionsId(open.of)} onClose={close} />
      )}
    </section>
  );
}
