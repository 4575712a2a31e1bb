package io.lynceus.command;

/** A subcommand that another module adds, found by {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** Name on the command line. */
    String name();

    /** An object with picocli's annotations. */
    Object command();
}
