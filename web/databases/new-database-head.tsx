import { Link } from "@tanstack/react-router";

/** Create or attach: two ways to a database here. */
export function NewDatabaseHead() {
  return (
    <div className="subject">
      <p className="crumb">
        <Link to="/databases" activeOptions={{ exact: true }}>
          Databases
        </Link>
      </p>
      <h1>New database</h1>
      <nav className="tabs" aria-label="How">
        <Link to="/databases/new" activeProps={{ "aria-current": "page" }}>
          Create
        </Link>
        <Link to="/databases/attach" activeProps={{ "aria-current": "page" }}>
          Attach an existing one
        </Link>
      </nav>
    </div>
  );
}
