import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What Fastify is told of a request that does not have the contract's shape. */
export class InvalidRequest extends Error {
  readonly statusCode = 422;
  readonly fields: readonly FieldError[];
  constructor(fields: readonly FieldError[]) {
    super(fields.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; "));
    this.fields = fields;
  }
}

/** Validates by the contract's schemas; queries arrive as text, so their whole numbers are read first. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema);
  return (input: unknown) => {
    const value = httpPart === "querystring" ? Value.Default(schema, readWholeNumbers(schema, input)) : input;
    if (compiled.Check(value)) return { value };
    return { error: new InvalidRequest(compiled.Errors(value).flatMap(inWords).slice(0, 20)) };
  };
};

/**
 * Digits alone are a number. The library's own conversion also takes `1.5` for 1, and `0x10`, `1e1` and ` 5` for numbers:
 * somebody who sends one of these would get another page than they asked for, without a word.
 */
function readWholeNumbers(schema: TSchema, input: unknown): unknown {
  if (typeof input !== "object" || input === null) return input;
  const { properties = {} } = schema as { properties?: Record<string, { type?: unknown }> };
  const read = ([name, text]: [string, unknown]): [string, unknown] => {
    const isNumber = properties[name]?.type === "integer" && typeof text === "string" && wholeNumber.test(text);
    return [name, isNumber ? Number(text) : text];
  };
  return Object.fromEntries(Object.entries(input).map(read));
}

const wholeNumber = /^(0|-?[1-9]\d{0,14})$/;

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

function inWords(error: SchemaError): FieldError[] {
  const field = error.instancePath.slice(1).replaceAll("/", ".");
  const under = (name: string): string => (field === "" ? name : `${field}.${name}`);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case "required":
      return (params["requiredProperties"] as string[]).map((name) => ({ field: under(name), message: "is missing" }));
    case "additionalProperties":
      return (params["additionalProperties"] as string[]).map((name) => ({
        field: under(name),
        message: "is not known here",
      }));
    case "boolean":
      return [];
    case "enum":
      return [{ field, message: `must be one of ${(params["allowedValues"] as unknown[]).join(", ")}` }];
    case "maxLength":
      return [{ field, message: `must have at most ${String(params["limit"])} characters` }];
    case "minLength":
      return [{ field, message: "must not be empty" }];
    case "minimum":
      return [{ field, message: `must be at least ${String(params["limit"])}` }];
    case "maximum":
      return [{ field, message: `must be at most ${String(params["limit"])}` }];
    case "type":
      return [{ field, message: `must be ${[params["type"]].flat().map(typeInWords).join(" or ")}` }];
    default:
      return [{ field, message: error.message }];
  }
}

const typeInWords = (type: unknown): string => (type === "integer" ? "a whole number, in digits" : String(type));
