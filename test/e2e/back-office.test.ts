import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM_ARGUMENTS, findChromium } from "../support/chromium.ts";
import { startTestDatabase } from "../support/database.ts";
import { startTestWeb, type TestWeb } from "../support/web-app.ts";
import { PASSWORD, seedWorkspace, type WorkspaceData } from "../support/workspace-data.ts";

const CHROMIUM = findChromium();

describe.skipIf(!CHROMIUM)("the back-office in a browser", () => {
  let database: Awaited<ReturnType<typeof startTestDatabase>>;
  let web: TestWeb;
  let alpha: WorkspaceData;
  let browser: Browser;
  let page: Page;
  let base: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    database = await startTestDatabase();
    alpha = await seedWorkspace("alpha", new Date());
    web = await startTestWeb();
    base = await web.app.listen({ port: 0, host: "127.0.0.1" });
    browser = await chromium.launch({ ...(CHROMIUM && { executablePath: CHROMIUM }), args: CHROMIUM_ARGUMENTS });
    page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(base) && !request.url().startsWith("data:")) complaints.push(request.url());
    });
  });
  afterAll(async () => {
    await browser.close();
    await web.app.close();
    await database.stop();
  });

  it("signs in, shows what waits, and approves the draft that is on the page", async () => {
    await page.goto(`${base}/admin`);
    await page.fill("#email", "agent@alpha.test");
    await page.fill("#password", PASSWORD);
    await page.click("button[type=submit]");
    await page.click(".figure.wait >> nth=0");
    await page.click("tbody tr td >> nth=2");
    await page.click("text=Approuver");
    await page.click("button[label=Confirmer]");
    await page.waitForSelector("text=Approuvé");
    expect(web.pressed.map(({ flow, args }) => [flow, args[2]])).toEqual([["approveDraft", 1]]);
  });

  it("opens every list and every record", async () => {
    for (const [table, id] of Object.entries(alpha.ids).filter(([name]) => name !== "User")) {
      await page.goto(`${base}/admin/resources/${table}`);
      await page.waitForSelector("tbody tr");
      await page.goto(`${base}/admin/resources/${table}/records/${id}/show`);
      await page.waitForSelector(`[data-css^="${table}-show-"] label`);
    }
  });

  it("edits a recipient", async () => {
    await page.goto(`${base}/admin/resources/Recipient/records/${alpha.ids["Recipient"]}/edit`);
    await page.fill("#firstName", "Anne");
    await page.click("button[type=submit] >> nth=-1");
    await page.waitForSelector("text=Anne Martin");
  });

  it("signs out", async () => {
    await page.click("text=Se déconnecter");
    await page.waitForURL(`${base}/login`);
  });

  it("needed nothing from other hosts and broke no rule of its own", () => {
    expect(complaints).toEqual([]);
  });
});
