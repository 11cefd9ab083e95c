import { createChat } from "../../src/compose/chat.ts";
import type { Engine } from "../../src/compose/engine.ts";
import { createScene, type Scene, type SceneOptions } from "./scene.ts";
import type { World } from "./world.ts";

/** Joins the recorded channel to the bot, as the program does. */
export async function startChat(world: World, engine: Engine = world.engine): Promise<void> {
  await createChat({ ...engine, now: world.now, channels: world.channels }).start();
}

/** A draft that waits, and its card in the chat of Léa, who owns the firm. */
export async function createDraftScene(world: World, options: SceneOptions = {}) {
  const scene = await createScene(world, { steps: [{ requireApproval: true }], ...options });
  const lea = await scene.addUser("lea");
  await world.tick();
  return { scene, lea, card: () => cardIn(world, lea.chatId), draft: () => newestOf(scene) };
}

/** The newest message in a chat. */
export function cardIn(world: World, chatId: string) {
  const card = world.chat.in(chatId).at(-1);
  if (!card) throw new Error("nothing was shown");
  return card;
}

async function newestOf(scene: Scene) {
  const newest = (await scene.messages()).at(-1);
  if (!newest) throw new Error("nothing was planned");
  return newest;
}
