// Answers a query over several sources, given as addresses and nothing else:
//   node federated.js QUERY ADDRESS…
// Prints one line of JSON for each solution.
import { QueryEngine } from "@comunica/query-sparql";

const [query, ...sources] = process.argv.slice(2);
const solutions = await new QueryEngine().queryBindings(query, { sources });
for await (const solution of solutions) {
  console.log(JSON.stringify(Object.fromEntries([...solution].map(([variable, term]) => [variable.value, term.value]))));
}
