package io.lynceus.dataset;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller wants to read from a dataset.
 *
 * @param folder the dataset's folder
 * @param split a split, or several with commas between them where samples know their split; empty for the dataset's default
 * @param rateHz samples per second, for datasets whose capture times are unknown or days apart
 * @param asReference whether networks get the same part of an image as in the dataset's reference evaluation
 * @param options values by {@link DatasetOption#name}; a switch that is given has the value {@code true}
 */
public record DatasetRequest(
        Path folder, String split, double rateHz, boolean asReference, Map<String, String> options) {
    public DatasetRequest {
        options = Map.copyOf(options);
    }

    /** Returns the value of an option; empty if it is not given. */
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name)).filter(value -> !value.isBlank());
    }

    /** Returns the filter for the split and for those options of the dataset that are filters. */
    public SampleFilter filter(Dataset dataset) {
        SampleFilter filter = SampleFilter.ALL.with("split", split);
        for (DatasetOption option : dataset.filters()) {
            filter = filter.with(
                    option.tag().orElseThrow(), option(option.name()).orElse(""));
        }
        return filter;
    }
}
