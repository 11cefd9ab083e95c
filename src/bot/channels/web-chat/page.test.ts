import { existsSync } from "node:fs";
import Fastify, { type FastifyInstance } from "fastify";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChatButton } from "../../../ports/chat-channel.ts";
import { NO_COMMANDS, recordingHandlers } from "../chat-channel.contract.ts";
import { createWebChatChannel } from "../web-chat.ts";
import { createMemoryWebChatStore } from "../web-chat-memory-store.ts";
import { createWebChatRoutes } from "../web-chat-routes.ts";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const approveAndRefuse: ChatButton[][] = [
  [
    { label: "Approve", data: "yes" },
    { label: "Refuse", data: "no" },
  ],
];

describe.skipIf(!existsSync(executablePath))("the chat page in a browser", () => {
  let browser: Browser;
  let page: Page;
  let app: FastifyInstance;
  let handlers: ReturnType<typeof recordingHandlers>;
  let channel: ReturnType<typeof createWebChatChannel>;
  let problems: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    channel = createWebChatChannel({ store: createMemoryWebChatStore(), now: () => new Date() });
    handlers = recordingHandlers();
    await channel.start(handlers, NO_COMMANDS);
    app = Fastify();
    const signedInUser = () => ({ id: "ann", name: "Ann", locale: "en" as const });
    await app.register(createWebChatRoutes({ webChat: channel, signedInUser }));
    const base = await app.listen({ port: 0, host: "127.0.0.1" });
    page = await browser.newPage();
    problems = [];
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`${base}/chat`);
    await page.locator("#connection[data-state=online]").waitFor();
  });
  afterEach(async () => {
    await page.close();
    await app.close();
    expect(problems).toEqual([]);
  });

  const send = (text: string, buttons: ChatButton[][] = []) => channel.send("ann", { text, buttons });

  it("shows what is typed and what comes back, and sends with Enter", async () => {
    handlers.onMessage = async ({ text }) => [{ text: `echo ${text}`, buttons: [] }];
    await page.fill("#text", "two\nlines");
    await page.press("#text", "Enter");
    await page.getByText("echo two").waitFor();
    expect(await page.locator(".row.user").allInnerTexts()).toEqual([expect.stringContaining("two\nlines")]);
    expect(await page.inputValue("#text")).toBe("");
  });

  it("shows mail text as text, whatever it holds", async () => {
    const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    await send(`${hostile}\n${hostile}`, [[{ label: hostile, data: "x" }]]);
    await page.locator(".card").waitFor();
    expect(await page.locator(".card .title").textContent()).toBe(hostile);
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
  });

  it("locks a card's buttons while a press is on its way, then shows the outcome in place", async () => {
    const gate = Promise.withResolvers<void>();
    handlers.onPress = async (press) => {
      handlers.presses.push(press);
      await gate.promise;
      await channel.edit("ann", press.chatMessageId, { text: "Approved\nIt goes out at nine.", buttons: [] });
      return { toast: "Done", messages: [] };
    };
    await send("Draft\nHello", approveAndRefuse);
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await expect.poll(() => page.locator(".action:disabled").count()).toBe(2);
    gate.resolve();
    await page.getByText("It goes out at nine.").waitFor();
    await page.locator("#toast.visible", { hasText: "Done" }).waitFor();
    expect(await page.locator(".row").filter({ visible: true }).count()).toBe(1);
    expect(await page.locator(".action").count()).toBe(0);
    expect(handlers.presses).toHaveLength(1);
  });

  it("unlocks the buttons and says so when a press fails", async () => {
    handlers.onPress = () => Promise.reject(new Error("a bug"));
    await send("Draft\nHello", approveAndRefuse);
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await page.locator("#toast.visible", { hasText: "try again" }).waitFor();
    expect(await page.locator(".action:enabled").count()).toBe(2);
    expect(problems.splice(0)).toEqual([expect.stringContaining("500")]);
  });

  it("sends a command by one tap on its chip", async () => {
    await page.getByRole("button", { name: "To approve" }).click();
    await expect.poll(() => handlers.messages.map((message) => message.text)).toEqual(["/pending"]);
  });
});
