import { Link, Outlet, useParams } from "@tanstack/react-router";
import { t } from "../strings/database.ts";

/** Settings of one database: a list at the side, tabs on a phone. */
export function SettingsFrame() {
  const params = useParams({ from: "/signed-in/databases/$database/settings" });
  return (
    <div className="settings">
      <nav className="side" aria-label={t("settings")}>
        <ul>
          <li>
            <Link to="/databases/$database/settings/collaborators" params={params} activeProps={current}>
              {t("collaborators")}
            </Link>
          </li>
          <li>
            <Link to="/databases/$database/settings/users" params={params} activeProps={current}>
              {t("users")}
            </Link>
          </li>
          <li>
            <Link to="/databases/$database/settings/general" params={params} activeProps={current}>
              {t("general")}
            </Link>
          </li>
        </ul>
      </nav>
      <Outlet />
    </div>
  );
}

const current = { "aria-current": "page" } as const;
