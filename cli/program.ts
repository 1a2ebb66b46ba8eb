import { ProblemError } from "@guestlist/contract";
import { Command, CommanderError, Option } from "commander";
import { basename } from "node:path";
import type { AnyCommand } from "./command.ts";
import { commands } from "./commands/index.ts";
import { Context, type GlobalOptions } from "./context.ts";
import { Failure, Interrupted, UsageFailure } from "./failure.ts";
import type { Output } from "./output.ts";
import packageJson from "./package.json" with { type: "json" };

/**
 * Runs one command line (`argv` as Node gives it) and answers with its exit code. Throws nothing. `onCommand` is told the
 * name of the command before it runs.
 */
export async function runProgram(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  out: Output,
  onCommand: (name: string) => void,
): Promise<number> {
  const program = programName(argv, env);
  const root = nameOptions(new Command(program));
  const helps = needsAll(argv);
  if (helps) describeProgram(root);
  const globals = () => root.opts<GlobalOptions>();
  let code = 0;
  for (const [one, heading] of commandsFor(argv)) {
    const added = addCommand(root, one).action(async (...given: unknown[]) => {
      onCommand(one.name);
      code = await runCommand(one, given, new Context(program, env, out, globals()));
    });
    if (helps) describeCommand(added, one, heading, program);
  }
  try {
    if (helps) (await import("./complete.ts")).addCompletion(root);
    if (argv.length < 3) root.help();
    await root.parseAsync(argv);
    return code;
  } catch (error) {
    return tell(error, { program, out, json: globals().json === true, args: root.args });
  }
}

/** The commands with their headings: those that are named on the command line, or all where none is, or help is due. */
function commandsFor(argv: readonly string[]): [AnyCommand, string][] {
  const all = Object.entries(commands).flatMap(([heading, group]) =>
    group.map((one): [AnyCommand, string] => [one, heading]),
  );
  const named = all.filter(([{ name }]) => argv.includes(firstWord(name)));
  return needsAll(argv) || named.length === 0 ? all : named;
}

/** `closures verify` stands under `closures`, which is a command too. */
const firstWord = (name: string): string => name.split(" ", 1)[0] ?? name;

/** Help and completion tell of every command, completion's own among them; no other start should pay for that. */
const needsAll = (argv: readonly string[]): boolean =>
  argv.length < 3 || argv.slice(2).some((word) => /^(?:complete|completion|help|-h|--help)$/.test(word));

/** commander gives the arguments, then the options. */
async function runCommand(one: AnyCommand, given: readonly unknown[], context: Context): Promise<number> {
  const args = given.slice(0, one.arguments.length);
  refuseBlank(one, args);
  return (await one.run(context, args, given[one.arguments.length] as object)) ?? 0;
}

/** `"$EMAIL"` of a script that forgot to set it: a blank names nobody, and must not become a part of a path. */
function refuseBlank(one: AnyCommand, args: readonly unknown[]): void {
  const isBlank = (arg: unknown): boolean => typeof arg === "string" && arg.trim() === "";
  // What is passed on to another program, as to psql, may be blank.
  const blank = one.arguments.find((name, at) => {
    const arg = args[at];
    return name.startsWith("<") && Array.isArray(arg) ? arg.some(isBlank) : isBlank(arg);
  });
  if (blank !== undefined) throw new UsageFailure(`${blank} of ${one.name} is empty.`);
}

/**
 * The name of the program as it was called: of a link, the link's. A shell's alias leaves no trace in the process it
 * starts, so one may say its name in GUESTLIST_PROGRAM.
 */
export function programName(argv: readonly string[], env: NodeJS.ProcessEnv): string {
  const called = env["GUESTLIST_PROGRAM"] ?? basename(argv[1] ?? "").replace(/\.[cm]?js$/, "");
  return /^[\w.-]+$/.test(called) ? called : "guestlist";
}

function nameOptions(root: Command): Command {
  return root
    .version(packageJson.version, "-V, --version", "print the version")
    .option("-d, --database <name>", "the database, by name or id (or GUESTLIST_DATABASE)")
    .option("--json", "print the API's own answer, and refusals as problem+json")
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined })
    .exitOverride();
}

function describeProgram(root: Command): void {
  root
    .description("Shares PostgreSQL databases with people, and proves that an ended access has ended.")
    .helpOption("-h, --help", "show this help, or that of a command")
    .helpCommand("help [command]", "show the help of a command")
    .usage("[--database NAME] COMMAND")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", () => environmentHelp(root.name()));
}

const environmentHelp = (name: string): string => `
Environment:
  GUESTLIST_URL       address of the server (else where ${name} login was, else http://127.0.0.1:7400)
  GUESTLIST_TOKEN     API token (else the one that ${name} login keeps)
  GUESTLIST_DATABASE  the database, where --database is not given
  GUESTLIST_PROGRAM   name to use in this help, for an alias: alias scalingo='GUESTLIST_PROGRAM=scalingo guestlist'`;

function addCommand(root: Command, one: AnyCommand): Command {
  const parent = root.commands.find((each) => each.name() === firstWord(one.name)) ?? root;
  const added = parent.command(one.name.slice(parent === root ? 0 : firstWord(one.name).length).trim());
  for (const name of one.arguments) added.argument(name);
  for (const [flags, description, choices] of one.options) {
    const option = new Option(flags, description);
    added.addOption(choices === undefined ? option : option.choices([...choices]));
  }
  return added;
}

function describeCommand(added: Command, one: AnyCommand, heading: string, program: string): void {
  added.description(one.description);
  if (firstWord(one.name) === one.name) added.helpGroup(heading);
  const examples = one.examples.map((example) => `  $ ${program} ${example}`);
  added.addHelpText("after", ["", "Examples:", ...examples].join("\n"));
}

interface Telling {
  readonly program: string;
  readonly out: Output;
  readonly json: boolean;
  readonly args: readonly string[];
}

/** Says what went wrong and answers with the exit code. */
function tell(error: unknown, { program, out, json, args }: Telling): number {
  if (error instanceof Interrupted) return 130;
  // Help and version come this way too.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const refusal = refusalOf(error, program, args);
  if (json) out.jsonRefusal(refusal.problem);
  else tellRefusal(refusal, program, out);
  return error instanceof CommanderError || error instanceof UsageFailure ? 2 : 1;
}

function tellRefusal({ problem, hints }: Pick<Failure, "problem" | "hints">, program: string, out: Output): void {
  out.refuse(problem.detail);
  for (const { field, message } of problem.errors) {
    if (message !== problem.detail) out.note(`       ${field}: ${message}`);
  }
  for (const hint of hints) out.note(`       ${hint}`);
  if (problem.code === "not_signed_in" && !problem.detail.includes(" login")) {
    out.note(`       Sign in with: ${program} login`);
  }
  if (problem.code === "cannot_create") {
    out.note(`       Attach one with: ${program} database-attach NAME --url-stdin`);
  }
  if (problem.status >= 500 && problem.request_id !== "") out.note(`       Request ${problem.request_id}`);
}

/** What nobody foresaw still becomes a sentence, and not a stack on somebody's screen. */
function refusalOf(error: unknown, program: string, args: readonly string[]): Pick<Failure, "problem" | "hints"> {
  if (error instanceof Failure) return error;
  if (error instanceof UsageFailure) return new Failure("invalid_request", error.message);
  if (error instanceof CommanderError)
    return new Failure("invalid_request", usageInWords(error, args), [`See ${program} --help.`]);
  if (error instanceof ProblemError) return { problem: error.problem, hints: [] };
  return new Failure(
    "internal_error",
    `This went wrong here: ${error instanceof Error ? error.message : String(error)}`,
  );
}

/** commander's own words, in the form of the other refusals. */
function usageInWords({ code, message }: CommanderError, args: readonly string[]): string {
  // `help` with a command that there is not: commander shows all of the help, and has no word for it.
  if (code === "commander.help") return `Unknown command '${args.at(-1) ?? ""}'.`;
  const [said = "", ...more] = message.replace(/^error: /, "").split("\n");
  const suggestion = more.join(" ").replace(/^\((.*)\)$/, " $1");
  return `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.$/, "")}.${suggestion}`;
}
