package io.lynceus.command.doctor;

import java.io.PrintWriter;

/**
 * What the doctor finds, printed as it goes: {@code ok}, {@code FAIL} with a remedy, or {@code note} for what does not prevent the
 * node from working.
 */
final class Findings {
    private final PrintWriter out;
    private boolean healthy = true;

    Findings(PrintWriter out) {
        this.out = out;
    }

    void ok(String what, String found) {
        print("ok  ", what, found);
    }

    void note(String what, String found, String remedy) {
        print("note", what, found + " -> " + remedy);
    }

    void fail(String what, String found, String remedy) {
        healthy = false;
        print("FAIL", what, found + " -> " + remedy);
    }

    /** @param message of the form "what is wrong; what to do" */
    void fail(String what, String message) {
        int semicolon = message.lastIndexOf("; ");
        if (semicolon < 0) {
            fail(what, message, "correct that");
        } else {
            fail(what, message.substring(0, semicolon), message.substring(semicolon + 2));
        }
    }

    /** Returns true if nothing failed. */
    boolean healthy() {
        return healthy;
    }

    private void print(String mark, String what, String text) {
        out.printf("%s  %-12s %s%n", mark, what, text);
        out.flush();
    }
}
