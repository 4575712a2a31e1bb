package io.lynceus.settings;

/**
 * Thrown for a setting that cannot be used. The message names the file and key, the value seen, the values allowed, and the remedy.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
