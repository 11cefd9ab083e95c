import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import AdminJS, { Router } from "adminjs";

const components = new URL("components/components.js", import.meta.url);
const style = new URL("components/components.css", import.meta.url);
const COMPONENTS_PATH = "/frontend/assets/components.bundle.js";
const STYLE_PATH = "/frontend/assets/components.css";

/** Changes with AdminJS and with our components: browsers may keep what is named by it. */
export const assetVersion = createHash("sha256")
  .update(AdminJS.VERSION)
  .update(readFileSync(components))
  .update(readFileSync(style))
  .digest("hex")
  .slice(0, 12);

export const styleUrl = `/admin${STYLE_PATH}?v=${assetVersion}`;

/**
 * Has AdminJS hand out what is ready: its bundles for production, whatever NODE_ENV says, and our few components as
 * the plain script they are. Left alone it would run a bundler, for seconds and with a folder to write to.
 */
export function useReadyMadeBundles(): void {
  Router.routes = Router.routes.filter(({ action }) => action !== "bundleComponents");
  Router.assets = [
    ...Router.assets
      .filter(({ path }) => path !== COMPONENTS_PATH && path !== STYLE_PATH)
      .map(({ path, src }) => ({ path, src: src.replace(/\.development\.js$/, ".production.js") })),
    { path: COMPONENTS_PATH, src: fileURLToPath(components) },
    { path: STYLE_PATH, src: fileURLToPath(style) },
  ];
}
