package io.lynceus.campaign;

/** What happens to a process in a campaign. */
enum Disturbance {
    /** A node gets SIGKILL and is started again at once. */
    NODE_KILLED("node killed"),
    /** The broker gets SIGKILL and is started again some seconds later. */
    BROKER_KILLED("broker killed"),
    /** A node gets SIGSTOP, and SIGCONT some seconds later. */
    NODE_PAUSED("node paused");

    private final String label;

    Disturbance(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
