// The chat page: events in, messages and presses out.

import { dayLabel, element, fillRow, texts } from "./entries.js";

const byId = (id) => document.getElementById(id);
const [log, scroll, typing, welcome, toast, jump, connection] = [
  "log",
  "scroll",
  "typing",
  "welcome",
  "toast",
  "jump",
  "connection",
].map(byId);
const composer = byId("composer");
const input = byId("text");
const sendButton = byId("send");

const NEAR_BOTTOM_PX = 120;
const TYPING_AFTER_MS = 250;
const SMOOTH_SCROLL_MS = 800;
const TOAST_MS = 4_000;

/** Rows by the id of their entry. */
const rows = new Map();
let ready = false;
let waiting = 0;
let unread = 0;
let toastTimer;

// ---- Rendering

function showEntry(entry) {
  const known = rows.get(entry.id);
  const stick = isNearBottom() || entry.from === "user";
  const row = known ?? element("article", `row ${entry.from}`);
  fillRow(row, entry, press);
  if (!known) {
    rows.set(entry.id, row);
    if (entry.from === "user") forgetPending(entry.text);
    addDayOf(entry);
    log.insertBefore(row, log.querySelector(".pending"));
    if (entry.from === "relance") countUnread(stick);
  } else {
    row.classList.remove("changed");
    void row.offsetWidth; // restarts the highlight
    row.classList.add("changed");
  }
  welcome.hidden = true;
  if (stick) toBottom();
  else if (!known) jump.hidden = false;
}

function addDayOf(entry) {
  const day = new Date(entry.at).toDateString();
  if (log.dataset.lastDay === day) return;
  log.dataset.lastDay = day;
  const separator = element("p", "day");
  separator.append(element("span", "", dayLabel(new Date(entry.at))));
  log.insertBefore(separator, log.querySelector(".pending"));
}

// ---- Place, unread count, notices

// While a smooth scroll is under way the page is not at the bottom yet, but about to be.
let arrivesAt = 0;
/** The newest entry was in view when the page last scrolled. */
let follows = true;

function isNearBottom() {
  if (performance.now() < arrivesAt) return true;
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_BOTTOM_PX;
}

function toBottom() {
  const smooth = ready && !matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (smooth) arrivesAt = performance.now() + SMOOTH_SCROLL_MS;
  scroll.scrollTo({ top: scroll.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  jump.hidden = true;
}

function countUnread(seenAtBottom) {
  if (!ready || (document.visibilityState === "visible" && seenAtBottom)) return;
  unread += 1;
  document.title = `(${unread}) Relance`;
}

function clearUnread() {
  unread = 0;
  document.title = "Relance";
}

function notice(text) {
  clearTimeout(toastTimer);
  toast.textContent = text;
  toast.classList.add("visible");
  toastTimer = setTimeout(() => toast.classList.remove("visible"), TOAST_MS);
}

/** Shows that an answer is on its way, for as long as `work` takes. */
async function whileWaiting(work) {
  waiting += 1;
  const timer = setTimeout(() => {
    const stick = isNearBottom();
    typing.hidden = false;
    if (stick) toBottom();
  }, TYPING_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    waiting -= 1;
    if (waiting === 0) typing.hidden = true;
  }
}

// ---- Talking to the server

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.status === 401) location.reload(); // leads to the sign-in page
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function say(text) {
  const pending = element("article", "row user pending");
  const bubble = element("div", "bubble");
  const foot = element("p", "foot", texts.sending);
  bubble.append(element("div", "body", text), foot);
  pending.append(bubble);
  pending.dataset.text = text;
  log.append(pending);
  welcome.hidden = true;
  toBottom();
  try {
    const { entry } = await whileWaiting(post("/chat/messages", { text }));
    if (!rows.has(entry.id)) showEntry(entry);
  } catch {
    if (!pending.isConnected) return notice(texts["press-failed"]);
    const retry = element("button", "retry", texts.retry);
    retry.type = "button";
    retry.addEventListener("click", () => {
      pending.remove();
      void say(text);
    });
    pending.classList.add("failed");
    foot.replaceChildren(`${texts["not-sent"]} · `, retry);
  }
}

function forgetPending(text) {
  [...log.querySelectorAll(".pending:not(.failed)")].find((row) => row.dataset.text === text)?.remove();
}

async function press(chatMessageId, data, button, group) {
  const buttons = [...group.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  button.classList.add("busy");
  try {
    const { toast: text } = await whileWaiting(post("/chat/press", { chatMessageId, data }));
    if (text) notice(text);
  } catch {
    notice(texts["press-failed"]);
  } finally {
    for (const one of buttons) one.disabled = false;
    button.classList.remove("busy");
    if (button.isConnected && document.activeElement === document.body) button.focus({ preventScroll: true });
  }
}

function setConnection(state) {
  if (connection.dataset.state === state) return;
  connection.dataset.state = state;
  connection.textContent = texts[state];
}

function connect(delayMs = 2_000) {
  const events = new EventSource("/chat/events");
  events.addEventListener("open", () => {
    setConnection("online");
    delayMs = 2_000;
  });
  events.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    if (event.kind === "ready") becomeReady();
    else showEntry(event.entry);
  });
  events.addEventListener("error", async () => {
    setConnection("reconnecting");
    if (events.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    const page = await fetch("/chat", { redirect: "manual" }).catch(() => undefined);
    if (page?.type === "opaqueredirect") return location.reload(); // signed out
    setTimeout(() => connect(Math.min(30_000, delayMs * 2)), delayMs);
  });
}

function becomeReady() {
  welcome.hidden = rows.size > 0;
  if (ready) return;
  toBottom();
  ready = true;
  log.setAttribute("aria-live", "polite"); // only now: the history is not read aloud
}

// ---- The composer

function resize() {
  sendButton.disabled = input.value.trim() === "";
  if (CSS.supports("field-sizing", "content")) return;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (text === "") return;
  input.value = "";
  resize();
  void say(text);
});
input.addEventListener("input", resize);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});
for (const chip of document.querySelectorAll("[data-command]")) {
  chip.addEventListener("click", () => say(chip.dataset.command));
}
jump.addEventListener("click", () => toBottom());
scroll.addEventListener("scroll", () => {
  follows = isNearBottom();
  if (!follows) return;
  jump.hidden = true;
  if (document.visibilityState === "visible") clearUnread();
});
// A keyboard that comes up or a phone that is turned must not hide the newest words.
new ResizeObserver(() => {
  if (follows) scroll.scrollTo({ top: scroll.scrollHeight, behavior: "instant" });
}).observe(scroll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && isNearBottom()) clearUnread();
});
if (matchMedia("(pointer: fine)").matches) input.focus();
resize();
connect();
