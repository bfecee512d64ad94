/** Types of setup.mjs for the tests; it is plain JavaScript so that old Node.js versions can parse it. */
export function majorOf(version: string): number;
export function versionProblem(version: string): string | null;
export function installProblem(root: string): Promise<string | null>;
export function setUp(root: string): Promise<number>;
