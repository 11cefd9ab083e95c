import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM_ARGUMENTS, findChromium } from "../support/chromium.ts";
import { tellOneStory } from "../support/one-story.ts";
import { type Program, startProgram } from "../support/program.ts";
import { waitUntil } from "../support/wait-until.ts";

const CHROMIUM = findChromium();

/** What a newcomer sees: nothing is connected, and the loop runs by itself. */
describe.skipIf(!CHROMIUM)("the sandbox in a browser", () => {
  let program: Program;
  let browser: Browser;
  let page: Page;
  const screenshots = process.env["SCREENSHOTS_DIR"] ?? mkdtempSync(join(tmpdir(), "relance-shots-"));
  const complaints: string[] = [];
  /** As the terminal gave them. */
  let login: { email: string; password: string };

  tellOneStory();
  beforeAll(async () => {
    program = await startProgram({ env: { LOCALE: "fr", ADMIN_EMAIL: "", ADMIN_PASSWORD: "" } });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: CHROMIUM_ARGUMENTS });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "fr-FR" });
    page.on("console", (message) => {
      // The one refusal that the test itself asks for, by a wrong password.
      const isRefusal = message.text().includes("401") && message.location().url === `${program.url()}/login`;
      if (message.type() === "error" && !isRefusal) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      const isOurs = request.url().startsWith(program.url()) || /^(data|blob):/.test(request.url());
      if (!isOurs) complaints.push(`asks ${request.url()}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await program?.remove();
    if (!process.env["SCREENSHOTS_DIR"]) await rm(screenshots, { recursive: true, force: true });
  });
  const keepPicture = (name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });

  it("is ready within ten seconds, and says in five lines where to look", () => {
    expect(program.readySeconds()).toBeLessThan(10);
    const lines = program.stdout().trimEnd().split("\n");
    expect(lines).toHaveLength(5);
    expect(lines.join("\n")).toMatch(/est prêt en .*\/chat .*\/admin.*owner@relance\.local.*8 correspondants/s);
    const [, email = "", password = ""] = /Connexion\s+(\S+) · mot de passe (\S+)/.exec(lines[3] ?? "") ?? [];
    login = { email, password };
    expect(password).toMatch(/^[\w-]{12}$/);
  });

  it("asks a stranger to sign in, and lets the owner in", async () => {
    await page.goto(`${program.url()}/`);
    expect(new URL(page.url()).pathname).toBe("/login");
    await page.fill("input[name=email]", login.email);
    await page.fill("input[name=password]", "not the password");
    await page.click("button[type=submit]");
    expect(new URL(page.url()).pathname).toBe("/login");
    await page.fill("input[name=email]", login.email);
    await page.fill("input[name=password]", login.password);
    await keepPicture("login");
    await page.click("button[type=submit]");
    await page.waitForURL("**/chat");
  });

  it("shows an alert with buttons within a minute, without anybody doing anything", async () => {
    const card = page.locator("article", { hasText: "Réponse positive" }).first();
    await card.getByRole("button", { name: "Approuver" }).waitFor({ timeout: 60_000 });
    expect(await card.textContent()).toMatch(/Camille Roux <camille@sandbox\.example>[\s\S]*Réponse proposée/);
    await keepPicture("chat-alert");
  });

  it("sends the answer when Approve is pressed, and the card tells so", async () => {
    const card = page.locator("article", { hasText: "Réponse positive" }).first();
    await card.getByRole("button", { name: "Approuver" }).click();
    await card.getByText(/✅ envoyé · par/).waitFor({ timeout: 30_000 });
    expect(await card.getByRole("button", { name: "Approuver" }).count()).toBe(0);
    const sent = await waitUntil("the answer is sent", async () => {
      const rows = await program.rows<{ direction: string; to?: string; handOvers?: number }>("sandboxmails");
      const toCamille = rows.filter(({ to, handOvers }) => to === "camille@sandbox.example" && handOvers);
      return toCamille.length === 2 && toCamille;
    });
    expect(sent.map(({ handOvers }) => handOvers)).toEqual([1, 1]);
    await keepPicture("chat-sent");
  });

  it("asks for a yes before the follow-up to those who stay silent, and sends it in the thread", async () => {
    const card = page.locator("article", { hasText: "Relance à Harry Walsh" }).first();
    await card.getByRole("button", { name: "Approuver" }).click({ timeout: 60_000 });
    await card.getByText(/✅ envoyé · par/).waitFor({ timeout: 30_000 });
    const mails = await program.rows<{ subject: string; messageId: string; inReplyTo?: string; references: string[] }>(
      "outboundmessages",
      { "to.address": "harry@sandbox.example" },
    );
    const [first, second] = mails;
    expect(second).toMatchObject({
      subject: `Re: ${first?.subject}`,
      inReplyTo: first?.messageId,
      references: [first?.messageId],
    });
  });

  it("answers what is written to it", async () => {
    await page.fill("textarea", "/status");
    await page.keyboard.press("Enter");
    await page.getByText("Où en est-on").waitFor({ timeout: 10_000 });
    await page.setViewportSize({ width: 390, height: 844 });
    const answer = page.locator("article", { hasText: "Où en est-on" }).last();
    await waitUntil("the newest words stay in view on a small screen", async () => {
      const [box, dock] = [await answer.boundingBox(), await page.locator("footer").boundingBox()];
      return box && dock && box.y + box.height <= dock.y;
    });
    await keepPicture("chat-phone");
    const button = page.getByRole("button", { name: "Approuver" }).last();
    await button.scrollIntoViewIfNeeded();
    await keepPicture("chat-phone-card");
    expect((await button.boundingBox())?.height).toBeLessThan(48); // its label stands in one line
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it("shows the same in the back-office's tables", async () => {
    await page.goto(`${program.url()}/admin`);
    await page.getByText("Aujourd’hui").first().waitFor({ timeout: 30_000 });
    await keepPicture("admin");
    await page.goto(`${program.url()}/admin/resources/Campaign`);
    const campaign = page.locator("tbody tr", { hasText: "Alternance développement web" });
    await campaign.waitFor({ timeout: 30_000 });
    expect(await campaign.textContent()).toMatch(/En cours/);
    await keepPicture("admin-campaigns");
    await page.goto(`${program.url()}/admin/resources/CampaignRecipient`);
    const camille = page.locator("tbody tr", { hasText: "Camille Roux" });
    await camille.waitFor({ timeout: 30_000 });
    expect(await camille.textContent()).toMatch(/A répondu[\s\S]*Positive/);
    expect(await page.locator("tbody tr").count()).toBe(8);
    await keepPicture("admin-recipients");
    await page.goto(`${program.url()}/admin/resources/OutboundMessage`);
    const toHarry = page.locator("tbody tr", { hasText: "Harry Walsh" });
    await toHarry.first().waitFor({ timeout: 30_000 });
    expect(await toHarry.first().textContent()).toMatch(/Re: Alternance[\s\S]*Envoyé/);
    await keepPicture("admin-sent");
  });

  it("asked no other host, broke no rule of its own pages, and logged no error", () => {
    expect(complaints).toEqual([]);
    const warnings = program.stderr().trim().split("\n");
    expect(warnings.map((line) => JSON.parse(line).msg)).toEqual(["sign-in refused"]);
  });
});
