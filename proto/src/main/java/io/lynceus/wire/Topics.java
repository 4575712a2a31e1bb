package io.lynceus.wire;

/**
 * Topic names. One topic for each sensor stream, shared by all rigs (the key is the rig id), named after the ROS topic with
 * dots for slashes: {@code /camera/front/image} becomes {@code camera.front.image}.
 */
public final class Topics {
    /** {@code lynceus.v1.Segmentation}, one for each matched set. */
    public static final String MASKS = "lynceus.masks";
    /** {@code lynceus.v1.SensorHealth}, one for each transition of a sensor; compacted, keyed by rig and sensor. */
    public static final String HEALTH = "lynceus.health";
    /** {@code lynceus.v1.DeadLetter}, one for each record that could not be used. */
    public static final String DEAD_LETTERS = "lynceus.dead-letters";
    /** {@code foxglove.CameraCalibration}; compacted, keyed by rig and frame. */
    public static final String CALIBRATION = "lynceus.calibration";
    /** {@code foxglove.FrameTransform}; compacted, keyed by rig and child frame. */
    public static final String TRANSFORMS = "lynceus.transforms";

    /** {@code lynceus.v1.NodeStatus}: how each node is, once a second; keyed by node. */
    public static final String STATUS = "lynceus.status";

    /** {@code lynceus.v1.ClassPalette}: what class ids mean, and their colours; compacted, keyed by model. */
    public static final String CLASSES = "lynceus.classes";

    /** {@code lynceus.v1.Label}: the truth of a labelled recording, for those who measure masks; never for the network. */
    public static final String LABELS = "lynceus.labels";

    /** {@code lynceus.v1.ComparisonRequest}: what a page asks of nodes, to compare masks with and without a sensor. */
    public static final String COMPARISON_REQUESTS = "lynceus.comparison-requests";
    /** {@code lynceus.v1.Comparison}: second masks without a sensor; never the masks of sets. */
    public static final String COMPARISONS = "lynceus.comparisons";

    /** {@code lynceus.v1.PlayerCommand}: what a page asks of players that take commands. */
    public static final String CONTROL = "lynceus.control";
    /** {@code lynceus.v1.PlayerStatus}: which players take commands. A vehicle never sends it. */
    public static final String PLAYERS = "lynceus.players";

    private static final int MAX_LENGTH = 249;

    private Topics() {}

    /** Returns the Kafka name of a ROS topic; characters that Kafka does not allow become dashes. */
    public static String ofRos(String rosTopic) {
        String name = rosTopic.replaceAll("^/+", "").replace('/', '.').replaceAll("[^a-zA-Z0-9._-]", "-");
        return requireValid(name);
    }

    /** Returns {@code topic} if Kafka takes it as a name, and throws otherwise. */
    public static String requireValid(String topic) {
        if (!topic.matches("[a-zA-Z0-9._-]{1," + MAX_LENGTH + "}") || topic.equals(".") || topic.equals("..")) {
            throw new IllegalArgumentException("topic '" + topic
                    + "': 1 to 249 of letters, digits, '.', '_' and '-' are allowed; rename it in the rig file");
        }
        return topic;
    }

    /** Returns the key of a record on {@link #CALIBRATION} and {@link #TRANSFORMS}, or by sensor on {@link #HEALTH}. */
    public static String latchedKey(String rig, String frameId) {
        return rig + '|' + frameId;
    }

    /** Returns the rig of a key, with or without a frame or sensor behind it. */
    public static String rigOf(String key) {
        int bar = key.indexOf('|');
        return bar < 0 ? key : key.substring(0, bar);
    }
}
