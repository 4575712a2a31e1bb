package io.lynceus.network;

import java.util.List;
import java.util.Locale;

/**
 * The settings of a system, as the key {@code network} of a configuration gives them: one record a system, in the system's file.
 * Components are numbers, booleans, words and lists of these; a constructor refuses values out of range with an
 * {@link IllegalArgumentException} that names the key, the value and the values allowed.
 */
public sealed interface NetworkSettings
        permits MleSam.Settings, EquiSeg.Settings, MfNet.Settings, MoBaNet.Settings, KeepTheBalance.Settings {
    /** Returns the system's name on the command line and in model files, such as {@code mle-sam}. */
    String system();

    /** Returns the size of the network, such as {@code nano}. */
    String size();

    /** Returns the names of the modalities, in the order of their indices. */
    List<String> modalities();

    /** Makes the network for that many classes. */
    Network create(int classes);

    /** Returns the constant of an enum for a word: {@code per-modality} is {@code PER_MODALITY}. */
    static <E extends Enum<E>> E choice(String key, String word, Class<E> type) {
        List<String> words = List.of(type.getEnumConstants()).stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        if (!words.contains(word)) {
            throw new IllegalArgumentException(key + " is '" + word + "', allowed is one of " + words);
        }
        return type.getEnumConstants()[words.indexOf(word)];
    }

    /** Checks modalities: at least one, each once. */
    static List<String> checked(List<String> modalities) {
        if (modalities.isEmpty() || modalities.stream().distinct().count() != modalities.size()) {
            throw new IllegalArgumentException("modalities is " + modalities + ": name at least one, each once");
        }
        return List.copyOf(modalities);
    }

    /** Checks the modalities of a system that takes two. */
    static List<String> two(List<String> modalities) {
        if (modalities.size() != 2) {
            throw new IllegalArgumentException("modalities is " + modalities + ": this system takes exactly two");
        }
        return checked(modalities);
    }

    /** Checks the number of classes: class ids are bytes, and 255 means 'ignore'. */
    static int checked(int classes) {
        if (classes < 2 || classes > 255) {
            throw new IllegalArgumentException(
                    classes + " classes: class ids are bytes and 255 is 'ignore'; give 2 to 255");
        }
        return classes;
    }
}
