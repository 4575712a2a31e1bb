package io.lynceus.network;

import io.lynceus.settings.Json;
import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue of systems. */
public final class Systems {
    /** One line a system: its settings with the choices of its paper. The first is the one that no {@code system} means. */
    private static final List<NetworkSettings> CATALOGUE = List.of(
            MleSam.Settings.DEFAULTS,
            EquiSeg.Settings.DEFAULTS,
            MfNet.Settings.DEFAULTS,
            MoBaNet.Settings.DEFAULTS,
            KeepTheBalance.Settings.DEFAULTS);

    private static final String SYSTEM = "system";

    private Systems() {}

    /** Returns the systems' names. */
    public static List<String> names() {
        return CATALOGUE.stream().map(NetworkSettings::system).toList();
    }

    /**
     * Reads settings from keys and values: those of the key {@code system}, over the system's defaults.
     *
     * @throws SettingsException for an unknown system or key, naming the nearest, and for a value out of range
     */
    public static NetworkSettings settings(Map<String, ?> keys) {
        Map<String, Object> own = new LinkedHashMap<>(keys);
        Object name = own.remove(SYSTEM);
        NetworkSettings defaults = name == null ? CATALOGUE.get(0) : of(name.toString());
        try {
            return Settings.parse(Json.text(own), defaults); // JSON is YAML
        } catch (SettingsException e) {
            throw new SettingsException("network of system " + defaults.system() + ": " + e.getMessage(), e);
        }
    }

    private static NetworkSettings of(String name) {
        return CATALOGUE.stream()
                .filter(settings -> settings.system().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingsException("unknown system '" + name + "'; did you mean '"
                        + Settings.nearest(name, names()) + "'? Known systems: " + names()));
    }
}
