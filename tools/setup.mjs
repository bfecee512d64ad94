// Run before `npm run demo` and `npm run verify` by whatever Node.js the machine has (see predemo and preverify in
// package.json). Syntax stays within Node 12 so that an old one can say what is wrong: built-in modules are imported
// only after the version was checked.

/** Oldest Node.js that can install; the program itself then runs on the one that npm installed. */
const SETUP_NODE = 20;
/** Oldest Node.js that can run the program. */
const PROGRAM_NODE = 24;

/** Major version out of `v24.1.0`, or NaN. */
export function majorOf(version) {
  return Number(String(version).replace(/^v/, "").split(".")[0]);
}

/** What is wrong with this Node.js for setting up, or null. */
export function versionProblem(version) {
  if (majorOf(version) >= SETUP_NODE) return null;
  return `DataMaster needs Node.js ${SETUP_NODE} or newer to set itself up; this is ${version}. Install a newer one from your package manager, then run the same command again.`;
}

/**
 * Why the packages in `root`/node_modules are not those of package-lock.json, in a few words, or null when they are.
 * A half-finished install is told by npm's own record, which npm removes first and writes last.
 */
export async function installProblem(root) {
  const { existsSync, readFileSync } = await import("node:fs");
  const { join } = await import("node:path");
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return "nothing is installed";
  let installed;
  try {
    installed = JSON.parse(readFileSync(record, "utf8")).packages;
  } catch {
    return "npm's record of what is installed cannot be read";
  }
  for (const path of Object.keys(wanted)) {
    if (path === "") continue;
    const problem = packageProblem(path, wanted[path], installed[path]);
    if (problem !== null) return problem;
    if (installed[path] && !existsSync(join(root, path))) return `${path} is missing`;
  }
  const extra = Object.keys(installed).find((path) => !wanted[path]);
  return extra === undefined ? null : `${extra} is not in package-lock.json`;
}

function packageProblem(path, wanted, installed) {
  // npm leaves out optional packages built for other systems.
  if (!installed) return wanted.optional ? null : `${path} is missing`;
  if (installed.version !== wanted.version) return `${path} is another version`;
  if (wanted.integrity && installed.integrity !== wanted.integrity) return `${path} has another checksum`;
  return null;
}

/** Whether a Node.js that can run the program is there: the installed one, else the machine's own. */
async function programNodeWorks(root) {
  const { spawnSync } = await import("node:child_process");
  const { join } = await import("node:path");
  const file = process.platform === "win32" ? "node/bin/node.exe" : ".bin/node";
  const answer = spawnSync(join(root, "node_modules", file), ["--version"], { encoding: "utf8" });
  return majorOf((answer.stdout || "").trim()) >= PROGRAM_NODE || majorOf(process.version) >= PROGRAM_NODE;
}

/** Runs `npm ci` quietly: npm's errors reach the terminal, its chatter does not. Returns its exit code. */
async function install(root) {
  const { spawnSync } = await import("node:child_process");
  // dev and optional are asked for by name: NODE_ENV=production or a user's npm settings would leave the tools out.
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: root, stdio: ["ignore", "ignore", "inherit"] };
  // npm's own Node.js, not ours: ours may lie in the folder that npm ci empties.
  const cli = process.env.npm_execpath;
  const node = process.env.npm_node_execpath || process.execPath;
  const done =
    cli && /npm-cli\.c?js$/.test(cli)
      ? spawnSync(node, [cli].concat(args), options)
      : spawnSync("npm", args, Object.assign({ shell: process.platform === "win32" }, options));
  if (done.error) console.error(`npm could not be started: ${done.error.message}`);
  return done.status === null ? 1 : done.status;
}

/** Sets up the checkout in `root` where it needs it. Returns the exit code: 0 ready, 1 failed, 2 wrong Node.js. */
export async function setUp(root) {
  const wrong = versionProblem(process.version);
  if (wrong !== null) {
    console.error(wrong);
    return 2;
  }
  const ready = await programNodeWorks(root);
  const problem = (await installProblem(root)) || (ready ? null : `no Node.js ${PROGRAM_NODE} is installed`);
  if (problem === null) return 0;
  console.error(`Installing packages, about half a minute (${problem}) ...`);
  const code = await install(root);
  if (code !== 0) {
    console.error(`Set-up failed: npm ci ended with ${code}. What npm said is above.`);
    return 1;
  }
  if (await programNodeWorks(root)) return 0;
  console.error(
    `Set-up failed: the npm package "node" brought no Node.js ${PROGRAM_NODE}. Is ignore-scripts set in your npm settings?`,
  );
  return 1;
}

async function main() {
  const { fileURLToPath } = await import("node:url");
  const { realpathSync } = await import("node:fs");
  const self = fileURLToPath(import.meta.url);
  if (!process.argv[1] || realpathSync(process.argv[1]) !== self) return;
  process.exitCode = await setUp(fileURLToPath(new URL("..", import.meta.url)));
}

if (versionProblem(process.version) === null) main();
else {
  console.error(versionProblem(process.version));
  process.exitCode = 2;
}
