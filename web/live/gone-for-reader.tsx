import type { Database } from "@guestlist/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouter, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { AccessLine } from "../access-line/access-line.tsx";
import { databasesQuery } from "../databases/queries.ts";
import { t } from "../strings/live.ts";
import { Empty } from "../ui/empty.tsx";
import { announce } from "../ui/live-region.tsx";
import { useEnded, type EndedAs } from "./ended-access.ts";

/** Stands where a database was that the reader may not see any more; one that has a new name is shown under that. */
export function GoneForReader({ database }: { database: Database }) {
  const { data: own, isFetchedAfterMount } = useQuery({ ...databasesQuery, staleTime: 0 });
  const renamed = own?.find(({ id, name }) => id === database.id && name !== database.name);
  useNewAddress(database.name, renamed?.name);
  const { title, more } = wordsFor(database.name, useEnded(database.id));
  const isGone = renamed === undefined && isFetchedAfterMount;
  useEffect(() => {
    if (isGone) announce(`${title}. ${more}`);
  }, [isGone, title, more]);
  if (!isGone) return null;
  return (
    <Empty className="mt-6" drawing={<AccessLine state="ended" />} title={title}>
      <p>{more}</p>
      <div className="acts">
        <Link className="btn first" to="/databases">
          {t("gone.toDatabases")}
        </Link>
      </div>
    </Empty>
  );
}

function wordsFor(name: string, as: EndedAs | undefined): { title: string; more: string } {
  switch (as) {
    case "access.ended":
      return { title: t("gone.ended", { name }), more: t("gone.loginClosed") };
    case "access.ending":
      return { title: t("gone.ending", { name }), more: t("gone.loginClosing") };
    case "database.deleted":
      return { title: t("gone.deleted", { name }), more: t("gone.everyAccess") };
    case undefined:
      return { title: t("gone.ended", { name }), more: t("gone.loginUnknown") };
  }
}

function useNewAddress(before: string, now: string | undefined): void {
  const { history } = useRouter();
  const href = useRouterState({ select: ({ location }) => location.href });
  useEffect(() => {
    if (now !== undefined) history.replace(href.replace(`/databases/${before}`, `/databases/${now}`));
  }, [history, href, before, now]);
}
