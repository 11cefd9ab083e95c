import { listDue } from "../db/campaign-recipients.ts";
import { listActiveCampaigns } from "../db/campaigns.ts";
import { type PlanDeps, planSteps } from "../flows/plan-steps.ts";
import type { Wake } from "../flows/wake.ts";
import type { Log } from "../platform/log.ts";
import { BATCH_SIZE, type Job } from "./job.ts";

/** Turns what is due in active campaigns into mails to send. */
export function createPlanDueSteps(deps: PlanDeps & { log: Log; wake: Wake }): Job {
  return {
    name: "plan-due-steps",
    everySeconds: 5,
    async run(signal) {
      for (const campaign of await listActiveCampaigns()) {
        for (let rows = []; !signal.aborted; ) {
          rows = await listDue(campaign.workspaceId, campaign._id, deps.now(), BATCH_SIZE);
          if (rows.length === 0) break;
          try {
            await planSteps(campaign, rows, deps);
          } catch (err) {
            deps.log.error({ err, campaignId: campaign._id }, "planning failed");
            break; // the other campaigns go on
          }
          deps.wake("send-queued");
          if (rows.length < BATCH_SIZE) break;
        }
      }
    },
  };
}
