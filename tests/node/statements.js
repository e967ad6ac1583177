// Tells what JSON-LD means, as jsonld.js reads it: node statements.js ADDRESS CONTEXT-FILE < DOCUMENT
// The context at ADDRESS is read from the file, and nothing else is ever fetched. Prints N-Quads.
import { readFileSync } from "node:fs";
import jsonld from "jsonld";

const [address, file] = process.argv.slice(2);
const documentLoader = async (url) => {
  if (url !== address) throw new Error(`${url} is not to be fetched`);
  return { contextUrl: null, document: JSON.parse(readFileSync(file, "utf8")), documentUrl: url };
};
const document = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(await jsonld.toRDF(document, { format: "application/n-quads", documentLoader }));
