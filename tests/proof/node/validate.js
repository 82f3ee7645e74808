// Validate batches of records against JSON Schemas with ajv: JSON on standard input, JSON on standard output.
// The first argument is the folder node_modules in which ajv is installed.
"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");
const fs = require("node:fs");

const installed = createRequire(path.join(path.resolve(process.argv[2], ".."), "package.json"));
const Ajv2020 = installed("ajv/dist/2020").default;
const addFormats = installed("ajv-formats").default;

const { schemas, batches } = JSON.parse(fs.readFileSync(0, "utf8"));

// Strict: an unknown keyword or format is an error, not skipped. Loosened in two places, where the specification allows
// what ajv would rather not see: a type that may also be null, and a condition that names no type and repeats none of
// the properties that stand outside it.
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
addFormats(ajv, { mode: "full", formats: ["date"] });
// The annotations of this package.
ajv.addVocabulary(["x-not-expressible", "x-unit"]);

const validators = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]),
);
const found = batches.map(({ table, records }) =>
  records.map((record) => {
    if (validators[table](record)) return [];
    return validators[table].errors.map(({ schemaPath, keyword, params }) => ({
      schemaPath,
      missing: keyword === "required" ? params.missingProperty : undefined,
    }));
  }),
);
fs.writeSync(1, JSON.stringify(found));
