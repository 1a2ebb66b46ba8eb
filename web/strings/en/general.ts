/** General settings of a database, and the dialogs that open from them. */
export const general = {
  title: "General",
  of: "Settings of {database}",
  mayNot: "You may not do this here.",
  owner: "Owner",
  server: "Server",
  inPostgres: "In PostgreSQL",
  since: "<code>{dbname}</code>, {kind, select, created {created here} other {attached}} {time}",
  ownedBy: "Owned by",
  owned: {
    made: "A role that never logs in",
    kept: "As it was: the owner can log in, so full access is refused",
    moving: "Is being moved to a role that never logs in",
    moved: "Moved to a role that never logs in",
    returning: "Is being returned to the login that owned it",
  },
  ownership: {
    title: "Ownership in PostgreSQL",
    canLogIn:
      "The login that owns it can log in, so full access is refused: a member could set that login’s password, and come back with it.",
    neverLogsIn: "A role that never logs in owns it, so full access can be given.",
    unknown: "What would change is not known yet.",
    about: "Objects move in batches that wait for nobody longer than two seconds. It may be undone here.",
    move: {
      title: "Move the ownership",
      act: "Move it to a role that never logs in",
      announced: "The ownership is being moved.",
    },
    keep: {
      title: "Return the ownership",
      act: "Return it to the login that owned it",
      announced: "The ownership is being returned.",
    },
  },
  managers: {
    title: "Who manages collaborators",
    legend: "May invite, change and revoke",
    full: "The owner and everybody with full access",
    fullAbout: "Nobody can give more than they have.",
    owner: "The owner alone",
    ownerAbout: "Others see the list, and can leave. Invitations of theirs that wait are withdrawn.",
    save: "Save",
    saved: "Saved.",
  },
  remove: {
    title: "Delete the database",
    consequence:
      "Every access is ended in PostgreSQL first, each with its receipt. Then the database is taken off Guestlist.",
    opens: "Delete this database",
    about:
      "Ends the access of {people, plural, one {# person} other {# people}} in PostgreSQL and withdraws {invitations, plural, one {# invitation} other {# invitations}}.",
    data: "The data",
    keep: "Keep it",
    keepAbout: "The database stays on its server, without Guestlist.",
    drop: "Drop it",
    dropAbout: "Tables and rows are gone for good.",
    attached: "It was attached, so its data stays where it is.",
    confirm: "Type {name} to confirm",
    act: "Delete {name}",
    actWithData: "Delete {name} and its data",
    announced: "{name} is deleted.",
  },
} as const;
