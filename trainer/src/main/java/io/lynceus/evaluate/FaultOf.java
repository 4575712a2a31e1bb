package io.lynceus.evaluate;

import io.lynceus.fault.Faults;
import io.lynceus.fault.content.ImageFault;
import io.lynceus.fault.protocol.Domain;
import io.lynceus.fault.protocol.PixelNormalisation;
import io.lynceus.segment.ModelCard;
import io.lynceus.wire.Modality;

/** Makes the effect of a protocol's fault, such as {@code nm(high)}, on a modality's raster at the network's size. */
public interface FaultOf {
    /**
     * Returns a fault.
     *
     * @throws IllegalArgumentException if there is no such fault
     */
    ImageFault fault(String text, Modality modality);

    /**
     * Returns the faults of a domain.
     *
     * @param card of the model, whose mean and std make the tensor of {@link Domain#NORMALISED}
     */
    static FaultOf in(Domain domain, ModelCard card) {
        return switch (domain) {
            case RAW8 -> Faults::ofImages;
            case NORMALISED ->
                (text, modality) -> {
                    ModelCard.InputModality input = card.modalities().get(card.indexOf(modality));
                    return Faults.ofTensors(text, modality, new PixelNormalisation(input.mean(), input.std()));
                };
        };
    }
}
