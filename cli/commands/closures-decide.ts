import { endpoints, type NewUserPasswordAnswer } from "@guestlist/contract";
import { command } from "../command.ts";
import { Failure, UsageFailure } from "../failure.ts";
import { receiptNumber, shortNumber } from "./closures-show.ts";

export const closuresDecide = command({
  name: "closures decide",
  arguments: ["<number>", "<item>"],
  description: "Rotate, remove or keep something that the person of a closure could still use",
  examples: [
    "--database my-dedicated-db closures decide 42 1 --rotate",
    "--database my-dedicated-db closures decide 42 2 --remove",
    "--database my-dedicated-db closures decide 42 3 --keep",
  ],
  options: [
    ["--rotate", "give an application's login a new password, shown this once; its sessions end"],
    ["--remove", "take a privilege from everybody, or drop a function, trigger or view"],
    ["--keep", "leave it as it is"],
  ],
  async run(context, [number, item], { rotate, remove, keep }) {
    const given = { rotate, remove, keep };
    const [decision, another] = (["rotate", "remove", "keep"] as const).filter((each) => given[each] === true);
    if (decision === undefined || another !== undefined)
      throw new UsageFailure("Say one of --rotate, --remove or --keep.");
    if (!/^[0-9]{1,6}$/.test(item))
      throw new UsageFailure(`${item} is no number of an item: closures show lists them.`);
    const params = { database: context.database, id: shortNumber(number), item };
    const { body } = await context.call(endpoints.decideLeftover, { params, body: { decision } });
    if (context.json) return context.out.json(body);
    const decided = body.closure.could_still_use?.items.find((each) => each.item === Number(item));
    if (decided === undefined) throw new Failure("internal_error", "The answer does not name the item.");
    context.out.line(
      `-----> ${decided.name} has been ${decided.decision ?? "left"}; receipt ${receiptNumber(number)} says so`,
    );
    if (body.new_password !== null) for (const line of passwordInWords(body.new_password)) context.out.line(line);
  },
});

export const passwordInWords = ({ name, password, uri }: NewUserPasswordAnswer): string[] => [
  `       The new password of ${name}. It is shown this once, and the application needs it now.`,
  `       Password  ${password}`,
  `       URI       ${uri}`,
];
