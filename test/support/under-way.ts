import { AlertModel } from "../../src/db/alerts.ts";
import { listEvents } from "../../src/db/message-events.ts";
import { listSuppressed } from "../../src/db/suppressions.ts";
import { createScene, type Scene, type SceneOptions } from "./scene.ts";
import { DAY, type World } from "./world.ts";

/** Step one is out; step two is planned, and held back for a yes. */
export async function underWay(world: World, options: SceneOptions = {}) {
  const scene = await createScene(world, { steps: [{}, { requireApproval: true }], ...options });
  await world.send();
  world.advance(DAY);
  await world.engine.jobs.plan.run(new AbortController().signal);
  const from = scene.addressOf("anna");
  const sent = world.handOvers.find(({ mail }) => mail.to.address === from)?.mail;
  if (!sent) throw new Error("nothing was sent");
  return { world, scene, sent, from };
}

/** Of these addresses, those that must not be written to. */
export async function suppressedOf(world: World, { workspaceId }: Scene, ...addresses: string[]): Promise<string[]> {
  const found = await listSuppressed(workspaceId, addresses.map(world.hashAddress));
  return addresses.filter((address) => found.has(world.hashAddress(address)));
}

/** The kinds of the alerts of a workspace, in order. */
export async function alertKindsOf({ workspaceId }: Scene) {
  return (await AlertModel.find({ workspaceId }).sort({ _id: 1 }).lean()).map(({ kind }) => kind);
}

/** The kinds of the events of a workspace, in order. */
export async function eventKindsOf({ workspaceId }: Scene) {
  return (await listEvents(workspaceId, undefined, 200)).map(({ kind }) => kind);
}
