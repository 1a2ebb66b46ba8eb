import { Type, type Static } from "typebox";
import { Can, Id, Instant, nullable, oneOf, shape, WhyNot } from "./shapes.ts";

/** Addresses that a database of the bundled server lets in. The first rule shuts out all that no rule names. */
export const FirewallRule = shape({
  id: Id,
  /** As it was typed: `203.0.113.0/24`, or one address. */
  cidr: Type.String(),
  label: Type.String(),
  /** `enforced`: PostgreSQL has taken it over. `making` and `removing`: it has not done so yet. */
  state: oneOf("making", "enforced", "removing", "removed"),
  /** Why `state` does not move on, in words. */
  blocked: nullable(Type.String()),
  /** Why nobody can come from there, in words: the server itself takes less than the rule lets in. */
  lets_nobody_in: nullable(Type.String()),
  created_at: Instant,
  /** Keys: remove. */
  can: Can,
  why_not: WhyNot,
});
export type FirewallRule = Static<typeof FirewallRule>;

/** Oldest first. Without a rule every address that the server takes is let in. */
export const FirewallRulesAnswer = shape({
  rules: Type.Array(FirewallRule),
  /** Keys: add. */
  can: Can,
  why_not: WhyNot,
});

export const FirewallRuleParams = shape({
  database: Type.String({ minLength: 1, maxLength: 100 }),
  id: Type.String({ minLength: 1, maxLength: 100 }),
});
export const AddFirewallRuleBody = shape({
  cidr: Type.String({ minLength: 1, maxLength: 100 }),
  label: Type.Optional(Type.String({ maxLength: 200 })),
});
/** PostgreSQL may not have taken it over yet: `rule.state` says so. */
export const AddFirewallRuleAnswer = shape({ rule: FirewallRule });
/** 202: PostgreSQL still lets in what it named; `waiting` says why. */
export const RemoveFirewallRuleAnswer = shape({ rule: FirewallRule, waiting: nullable(Type.String()) });
