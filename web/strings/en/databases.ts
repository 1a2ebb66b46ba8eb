export const databases = {
  title: "Databases",
  new: "New database",
  answer: {
    own: "<b>{people, plural, one {# person} other {# people}}</b> can log in to {own, plural, one {your database} other {your # databases}}.{revokes, plural, =0 {} one { # revoke waits for a server.} other { # revokes wait for their servers.}}",
    shared:
      "<b>{n, plural, one {# database} other {# databases}}</b> shared with you.{revokes, plural, =0 {} one { # revoke waits for a server.} other { # revokes wait for their servers.}}",
  },
  filter: "Filter databases",
  filterBy: "Filter by name or server",
  show: "Show",
  all: "All",
  yours: "Yours",
  shared: "Shared with you",
  caption: "Databases you own or may use",
  head: {
    database: "Database",
    you: "You are",
    who: "Who can log in",
    server: "Server",
    activity: "Last activity",
  },
  people: "{n, plural, one {# person} other {# people}}",
  peopleNow:
    "{n, plural, one {# person} other {# people}}, {sessions, plural, =0 {no session} one {# session} other {# sessions}}",
  peopleSeen:
    "{n, plural, one {# person} other {# people}}, {sessions, plural, =0 {no session} one {# session} other {# sessions}} {when}",
  pending: "{n, number} pending",
  making: "{n, plural, one {# login being made} other {# logins being made}}",
  notShown: "sessions are not shown to you",
  nobodyPending: "nobody pending",
  stillOpen: "{n, number} still open after a revoke",
  isMaking: "Is being made",
  isDeleting: "Is being deleted",
  noMatch: "No database matches",
  showAll: "Show all {n, number}",
  none: {
    title: "No database yet",
    about:
      "Create one on this server, or attach one you already have. Before anything is saved, we show what we can and cannot do with it.",
    create: "Create a database",
    attach: "Attach an existing one",
    invited:
      "Were you invited to a database? Open the link in the e-mail, or look in <invitations>Invitations</invitations>.",
  },
} as const;
