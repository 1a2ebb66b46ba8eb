export const live = {
  gone: {
    ended: "Your access to {name} has ended",
    ending: "Your access to {name} is ending",
    deleted: "{name} has been deleted",
    loginClosed: "Your login is closed.",
    loginClosing: "Your login is being closed. While we cannot work on its server, that waits.",
    loginUnknown: "Your login is closed, or will be as soon as we can work on its server.",
    everyAccess: "Every access to it has ended.",
    toDatabases: "Go to your databases",
  },
} as const;
