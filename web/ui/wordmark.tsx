import { Link } from "@tanstack/react-router";

/** The l of list is the door. */
export function Wordmark() {
  return (
    <Link className="mark" to="/databases">
      <span aria-hidden="true">
        guest
        <i />
        ist
      </span>
      <span className="vh">Guestlist</span>
    </Link>
  );
}
