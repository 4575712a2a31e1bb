/**
 * Typed settings from YAML 1.2 files: a file becomes a record, a key that the record does not know is an error that names the
 * nearest one, and a value outside its range says what is allowed.
 *
 * <p>Reading order: {@link io.lynceus.settings.Settings}, {@link io.lynceus.settings.Durations}.
 *
 * <p>Threads: stateless.
 */
@NullMarked
package io.lynceus.settings;

import org.jspecify.annotations.NullMarked;
