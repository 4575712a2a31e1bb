package io.lynceus.command;

/** A subcommand that another module adds, found by {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** Returns the name on the command line. */
    String name();

    /** Returns an object with picocli's annotations. */
    Object command();
}
