import { Link } from "@tanstack/react-router";
import { t } from "../strings/creating.ts";

/** Create or attach: two ways to a database here. */
export function NewDatabaseHead() {
  return (
    <div className="subject">
      <p className="crumb">
        <Link to="/databases" activeOptions={{ exact: true }}>
          {t("databases")}
        </Link>
      </p>
      <h1>{t("title")}</h1>
      <nav className="tabs" aria-label={t("how")}>
        <Link to="/databases/new" activeProps={{ "aria-current": "page" }}>
          {t("create")}
        </Link>
        <Link to="/databases/attach" activeProps={{ "aria-current": "page" }}>
          {t("attachExisting")}
        </Link>
      </nav>
    </div>
  );
}
