package io.lynceus.command.trainer.run;

import io.lynceus.evaluate.Evaluation;
import io.lynceus.evaluate.TorchPredictor;
import io.lynceus.fit.FitLoop;
import io.lynceus.nn.torch.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges a run's weights by its validation samples. */
public final class RunValidation implements FitLoop.Validation {
    private final Evaluation evaluation;
    private final TorchPredictor predictor;

    public RunValidation(Run run) {
        this.evaluation = new Evaluation(
                run.sources().validation(),
                run.sources().rules(),
                run.config().fit().validationSamples(),
                run.config().data().evaluationSize());
        this.predictor = new TorchPredictor(run.network(), run.parameters());
    }

    @Override
    public double applyAsDouble(Parameters parameters) {
        return evaluation.scores(evaluation.full(predictor)).miou();
    }

    @Override
    public Map<String, Double> subsets(Parameters parameters) {
        Map<String, Double> miou = new LinkedHashMap<>();
        evaluation
                .subsets(predictor, done -> {})
                .forEach((names, matrix) ->
                        miou.put(names, evaluation.scores(matrix).miou()));
        return miou;
    }
}
