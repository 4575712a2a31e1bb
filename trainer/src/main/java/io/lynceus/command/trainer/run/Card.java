package io.lynceus.command.trainer.run;

import io.lynceus.network.Serving;
import io.lynceus.nn.onnx.GraphForm;
import io.lynceus.nn.torch.Torch;
import io.lynceus.segment.MiouEstimate;
import io.lynceus.segment.ModelCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the card of an exported model file.
 *
 * @param serving what is exported, which may know fewer modalities than the run
 * @param weights checkpoint that it comes from
 * @param form how the graph computes
 */
public record Card(Run run, Serving serving, Path weights, GraphForm form) {
    public ModelCard with(Map<String, Double> expectedMiou) throws IOException {
        RunConfig config = run.config();
        List<ModelCard.InputModality> inputs = new ArrayList<>();
        for (int m = 0; m < serving.network().normalisations().size(); m++) {
            var normalisation = serving.network().normalisations().get(m);
            inputs.add(new ModelCard.InputModality(
                    serving.network().modalities().get(m).name(), normalisation.mean(), normalisation.deviation()));
        }
        Map<String, String> training = new LinkedHashMap<>();
        training.put("data", (config.data().source() + " " + config.data().description()).strip());
        training.put("seed", Long.toString(config.fit().seed()));
        training.put("steps", Long.toString(config.fit().steps()));
        training.put("commit", Provenance.commit());
        training.put("threads", Integer.toString(Torch.threads()));
        if (form.arithmetic() != GraphForm.Arithmetic.FLOAT) {
            training.put("arithmetic", form.arithmetic().toString());
        }
        return new ModelCard(
                ModelCard.CONTRACT,
                config.name(),
                run.network().settings().system(),
                serving.image().height(),
                serving.image().width(),
                serving.levels(),
                serving.network().topK(),
                inputs,
                run.sources().training().classes().classes().stream()
                        .map(c -> new ModelCard.OutputClass(
                                c.name(), List.of(c.rgb() >> 16 & 255, c.rgb() >> 8 & 255, c.rgb() & 255)))
                        .toList(),
                expectedMiou,
                MiouEstimate.OF_TABLE,
                training,
                Provenance.sha256(weights));
    }
}
