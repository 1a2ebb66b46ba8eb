// Read before start.ts, and plain JavaScript: a Node before 22.18 cannot read TypeScript, and would not say what it needs.
if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `This needs Node 24 or later, and it runs on Node ${process.versions.node}. Node 24 comes with npm ci ` +
      `(without --omit=optional) and is used by npm start. On macOS, install it from https://nodejs.org.\n`,
  );
  process.exit(1);
}
