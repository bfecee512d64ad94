type Json = Readonly<Record<string, unknown>>;

/** By media type. */
type Content = Readonly<Record<string, { readonly schema: Json }>>;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Json;
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e2e5eb, #2c3139); --soft: light-dark(#f5f6f8, #1a1d22);
  --text: light-dark(#171a20, #e3e6eb); --quiet: light-dark(#4b5361, #aeb5c0); --link: light-dark(#2855cf, #86a8ff); }
body { margin: 0 auto; max-width: 64rem; padding: 2rem 1rem; font: 15px/1.5 system-ui, sans-serif; color: var(--text);
  background: light-dark(#fff, #121418); }
a { color: var(--link); } nav ul { columns: 16rem; padding-left: 1rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); } h3 { margin: 2rem 0 .25rem; font-size: 1rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } .method { display: inline-block; min-width: 4.5rem; font-weight: 700; }
p { margin: .25rem 0; } .may { color: var(--quiet); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; } th, td { text-align: left; padding: .25rem .5rem;
  border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow: auto; max-height: 24rem; }
summary { cursor: pointer; color: var(--quiet); }
`;

/** The OpenAPI document as one page to read, which loads nothing: its styles stand under `nonce`. */
export function referencePage(document: Json, nonce: string): string {
  const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = Map.groupBy(all, ({ operation }) => operation.tags[0] ?? "");
  const { title, description } = document.info as { title: string; description: string };
  const nav = [...groups.keys()].map((tag) => `<li><a href="#${escaped(tag)}">${escaped(tag)}</a></li>`);
  const sections = [...groups].map(
    ([tag, of]) =>
      `<section id="${escaped(tag)}"><h2>${escaped(tag)}</h2>${of.map(section).join("")}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API: ${escaped(title)}</title><style nonce="${escaped(nonce)}">${STYLE}</style></head>
<body><h1>${escaped(title)}: API</h1><p>${marked(description)}</p>
<p>Programs sign in with a token: <code>Authorization: Bearer dmp_...</code>. Errors are <code>application/problem+json</code> with a
<code>code</code>. The same as a document for programs: <a href="/openapi.json">openapi.json</a>.</p>
<nav aria-label="Resources"><ul>${nav.join("")}</ul></nav>
<main>${sections.join("")}</main></body></html>
`;
}

function section({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${escaped(one.name)}</code></td><td>${one.in}${one.required === true ? ", required" : ""}</td><td><code>${escaped(typeOf(one.schema))}</code></td></tr>`,
  );
  const table =
    rows.length === 0
      ? ""
      : `<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
  const good = Object.entries(responses).find(([status]) => Number(status) < 300);
  return `<article id="${escaped(operationId)}"><h3><span class="method">${method.toUpperCase()}</span><code>${escaped(path)}</code></h3>
<p>${marked(summary)}</p><p class="may">${marked(description)} <code>${escaped(operationId)}</code></p>${table}
${schemas("Body", requestBody?.content)}${schemas(`Answer ${good?.[0] ?? ""}`, good?.[1].content)}</article>`;
}

function schemas(title: string, content: Content | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => {
      const text = escaped(JSON.stringify(schema, null, 2));
      return `<details><summary>${escaped(title)}: ${escaped(type)}</summary><pre>${text}</pre></details>`;
    })
    .join("");
}

/** A schema's type in a few words. */
function typeOf(schema: Json): string {
  if (Array.isArray(schema.enum)) return schema.enum.map(String).join(" | ");
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map((one: Json) => typeOf(one)).join(" | ");
  const range = ["minimum", "maximum", "default"]
    .filter((key) => schema[key] !== undefined && Math.abs(Number(schema[key])) < 1e15)
    .map((key) => `${key} ${String(schema[key])}`);
  return [String(schema.type ?? "any"), ...range].join(", ");
}

/** Escaped, with what stands in backticks as code. */
function marked(text: string): string {
  return escaped(text).replace(/`([^`]*)`/g, "<code>$1</code>");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
