import { isCancel, password, text } from "@clack/prompts";

// Questions go to standard error, so that standard output holds results only.
const streams = { output: process.stderr };

/** What was typed; null on Ctrl-C. This file is a bundle of its own: see build.ts. */
export const askText = async (message: string): Promise<string | null> => typed(await text({ message, ...streams }));

export const askHidden = async (message: string): Promise<string | null> =>
  typed(await password({ message, mask: "•", ...streams }));

const typed = (value: string | symbol | undefined): string | null =>
  isCancel(value) || typeof value === "symbol" ? null : (value ?? "");
