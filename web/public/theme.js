// Runs before the first paint, so that a chosen theme does not flash. "system" is the absence of the attribute.
try {
  const theme = localStorage.getItem("guestlist-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused: the system's theme is used.
}
