package io.lynceus.campaign;

import io.lynceus.rig.RigConfig;
import java.util.function.Consumer;

/** Runs a campaign of faults; see the package. One thread. */
public final class Campaign {
    private Campaign() {}

    /**
     * Runs a campaign.
     *
     * @param progress gets a line for each step
     * @throws IllegalArgumentException if nothing is to happen
     * @throws IllegalStateException if masks stay away for minutes, or a process ends by itself
     */
    public static CampaignReport run(CampaignOptions options, Consumer<String> progress) throws InterruptedException {
        if (options.disturbances().isEmpty()) {
            throw new IllegalArgumentException("the campaign has no disturbance; give a number of kills or pauses");
        }
        try (CampaignStage stage = new CampaignStage(options, "")) {
            return options.mode() == RigConfig.Mode.COMPLETE
                    ? new CompleteCampaign(options, stage, progress).run()
                    : new LiveCampaign(options, stage, progress).run();
        }
    }
}
