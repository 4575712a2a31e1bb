package io.lynceus.campaign;

/** What happens to a process or a topic in a campaign. */
public enum Disturbance {
    /** A node gets SIGKILL and is started again at once. */
    NODE_KILLED("node killed"),
    /** A node gets SIGTERM, leaves its group in good order, and is started again. */
    NODE_LEFT("node left"),
    /** A node gets SIGSTOP, and SIGCONT some seconds later. */
    NODE_PAUSED("node paused"),
    /** A node alone gets a half of its time for some seconds, by SIGSTOP and SIGCONT in turn. */
    NODE_HALVED("node at 1/2"),
    /** The same, with a tenth. */
    NODE_TENTHED("node at 1/10"),
    /** The broker gets SIGKILL and is started again some seconds later. */
    BROKER_KILLED("broker killed"),
    /** The broker gets SIGSTOP, and SIGCONT some seconds later: it is there and does not answer. */
    BROKER_PAUSED("broker paused"),
    /** A node is killed; before it starts again, a sensor's topic loses all records that it holds. */
    RECORDS_DELETED("records deleted"),
    /** A sensor's topic is deleted and created again, while the node runs or while it is down. */
    TOPIC_CREATED_AGAIN("topic created again");

    private final String label;

    Disturbance(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Returns whether frames that no node has read are gone afterwards, so that no node can have all masks. */
    boolean takesFrames() {
        return this == RECORDS_DELETED || this == TOPIC_CREATED_AGAIN;
    }

    /** Returns whether a node is short of time without ever being gone. */
    boolean starves() {
        return this == NODE_HALVED || this == NODE_TENTHED;
    }
}
