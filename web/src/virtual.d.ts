declare module "virtual:routes" {
  /** Method and path of each operation of the API; made while building from src/contract. */
  export const routes: Readonly<Record<string, readonly [method: string, path: string]>>;
}
