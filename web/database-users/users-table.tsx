import type { ReactNode } from "react";
import { t } from "../strings/users.ts";
import { t as ui } from "../strings/ui.ts";

export function UsersTable({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <table className="list mt-6">
      <caption className="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t("columns.name")}</th>
          <th scope="col" className="w-[220px]">
            {t("columns.state")}
          </th>
          <th scope="col" className="w-[124px]">
            {t("columns.access")}
          </th>
          <th scope="col" className="w-[140px]">
            {t("columns.password")}
          </th>
          <th scope="col" className="w-[240px]">
            {t("columns.shownTo")}
          </th>
          <th scope="col" className="w-[44px]">
            <span className="vh">{ui("actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
