import { beforeEach } from "vitest";

/** For tests that go on where the one before left off: after a failure the rest is left out, not waited for. */
export function tellOneStory(): void {
  let isBroken = false;
  beforeEach((context) => {
    if (isBroken) context.skip("an earlier part of the story failed");
    context.onTestFailed(() => {
      isBroken = true;
    });
  });
}
