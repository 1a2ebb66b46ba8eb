import type { AccessLevel } from "@guestlist/contract";
import { t } from "./strings/ui.ts";

const levels: readonly AccessLevel[] = ["full", "read-write", "read-only"];

/** "Read-write" */
export const levelName = (level: AccessLevel): string => t(`level.${level}.name`);

/** To the invited person, after "A login of your own, ". */
export const levelToThem = (level: AccessLevel): string => t(`level.${level}.toThem`);

export const levelChoices = () =>
  levels.map((value) => ({ value, name: levelName(value), explained: t(`level.${value}.explained`) }));
