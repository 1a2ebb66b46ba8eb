/** The two streams of the command line; every line passes through `plain` on its way out. */
export interface Output {
  /** A line on standard output. */
  line(text: string): void;
  /** Several lines on standard output. */
  text(text: string): void;
  /** A line on standard error. */
  note(text: string): void;
  /** ` !     text` on standard error, the guide's form of a refusal. */
  refuse(text: string): void;
  json(value: unknown): void;
  jsonRefusal(value: unknown): void;
}

export const toTerminal: Output = {
  line: (text) => void process.stdout.write(`${plain(text)}\n`),
  text: (text) => void process.stdout.write(`${text.trimEnd().split("\n").map(plain).join("\n")}\n`),
  note: (text) => void process.stderr.write(`${plain(text)}\n`),
  refuse: (text) => void process.stderr.write(` !     ${plain(text)}\n`),
  json: (value) => void process.stdout.write(`${plainJson(value)}\n`),
  jsonRefusal: (value) => void process.stderr.write(`${plainJson(value)}\n`),
};

// CSI, OSC and the other string sequences with what they carry, then any two-character escape.
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const escapeSequences =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -~]?/g;
// C0, DEL, C1, line separators, and the marks that change the direction of what follows.
// oxlint-disable-next-line no-control-regex -- as above
const controls = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const breaks = /[\t\n\v\f\r\u2028\u2029]+/g;

/** What others wrote must not move the cursor, change the title, start a line of its own or reverse an address. */
export const plain = (text: string): string =>
  text.replace(escapeSequences, "").replace(breaks, " ").replace(controls, "");

/** The same document; what a terminal would obey is written as an escape. */
const plainJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
