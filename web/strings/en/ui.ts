export const ui = {
  cancel: "Cancel",
  confirm: "Confirm",
  close: "Close",
  copy: "Copy",
  actions: "Actions",
  actionsFor: "Actions for {name}",
  language: {
    title: "Language",
    asBrowser: "As the browser",
  },
} as const;
