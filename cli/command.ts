import type { Context } from "./context.ts";

/** `<email>` is needed, `[name]` may be left out, `[args...]` takes the rest, `<emails...>` at least one. */
type ArgumentsOf<Names extends readonly string[]> = {
  [N in keyof Names]: Names[N] extends `[${string}...]` | `<${string}...>`
    ? string[]
    : Names[N] extends `[${string}]`
      ? string | undefined
      : string;
};

/** `["--access <level>", "what it is"]`; a third entry lists the only values that make sense. */
export type OptionText = readonly [flags: string, description: string, choices?: readonly string[]];

type Camel<Text> = Text extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Text;
type OptionOf<Flags> = Flags extends `--${infer Name} <${string}>`
  ? { [K in Camel<Name> & string]?: string }
  : Flags extends `--${infer Name}`
    ? { [K in Camel<Name> & string]?: boolean }
    : never;
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type OptionsOf<Options extends readonly OptionText[]> = Options extends readonly []
  ? {}
  : Together<OptionOf<Options[number][0]>>;

/** What a file in `commands/` holds, in the order it is read. */
export interface Definition<Names extends readonly string[], Options extends readonly OptionText[]> {
  /** Two words for one that stands under another, which comes before it in the list: `closures verify`. */
  readonly name: string;
  readonly arguments: Names;
  readonly description: string;
  /** Written after the program's name. */
  readonly examples: readonly string[];
  readonly options: Options;
  /** Answers with the exit code where that is not 0; refusals are thrown. */
  readonly run: (context: Context, args: ArgumentsOf<Names>, options: OptionsOf<Options>) => Promise<number | void>;
}

/** A command as the program registers it, with its argument and option types put away. */
export interface AnyCommand {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly description: string;
  readonly examples: readonly string[];
  readonly options: readonly OptionText[];
  readonly run: (context: Context, args: unknown[], options: object) => Promise<number | void>;
}

export const command = <const Names extends readonly string[], const Options extends readonly OptionText[]>(
  definition: Definition<Names, Options>,
): AnyCommand => definition as unknown as AnyCommand;
