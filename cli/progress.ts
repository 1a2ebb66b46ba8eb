import { plain } from "./output.ts";

/** One line on a terminal that is written over until `done`; where nobody watches, nothing is written. */
export interface Progress {
  say(text: string): void;
  done(): void;
}

const toLineStart = "\r\u001b[2K";

export function showProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { say: () => undefined, done: () => undefined };
  return {
    say: (text) => void stream.write(`${toLineStart}       ${plain(text)}`),
    done: () => void stream.write(toLineStart),
  };
}
