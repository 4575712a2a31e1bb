package io.lynceus.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** The nodes of a run, and what happens to them. One thread. */
final class CampaignNodes implements AutoCloseable {
    private static final double HALF = 0.5;
    private static final double TENTH = 0.1;

    /**
     * When and where masks may come again.
     *
     * @param millis since 1970 at which broker and node could begin to work again
     * @param maskEnds ends of the topic of masks at a moment when none could come, or at the latest then
     */
    record Back(long millis, Map<Integer, Long> maskEnds) {}

    /**
     * A time in which a node was short of time.
     *
     * @param from milliseconds since 1970, as {@code until}
     * @param ready when the node said that it was ready
     */
    record Hunger(Disturbance what, long from, long until, List<Long> ready) {}

    private final CampaignOptions options;
    private final CampaignStage stage;
    private final CampaignTopics topics;
    private final String run;
    private final Random random;
    private final List<LynceusProcess> nodes = new CopyOnWriteArrayList<>();
    private final List<Hunger> hungers = new ArrayList<>();
    private final List<String> endings = new ArrayList<>();

    CampaignNodes(CampaignOptions options, CampaignStage stage, String run, Random random) {
        this.options = options;
        this.stage = stage;
        this.topics = stage.topics(run);
        this.run = run;
        this.random = random;
        for (int i = 0; i < options.nodes(); i++) {
            nodes.add(stage.startNode(run, i));
        }
    }

    /** Lets something happen, to a node, to the broker or to a topic; returns when all of them can work again. */
    Back happen(Disturbance what) throws InterruptedException {
        int which = random.nextInt(nodes.size());
        LynceusProcess node = nodes.get(which);
        return switch (what) {
            case NODE_KILLED -> {
                node.kill();
                yield startAgain(which);
            }
            case NODE_LEFT -> {
                node.end();
                yield startAgain(which);
            }
            case RECORDS_DELETED -> {
                node.kill();
                topics.deleteRecords(anyTopic());
                yield startAgain(which);
            }
            case TOPIC_CREATED_AGAIN -> random.nextBoolean() ? createAgain() : createAgainWithout(which);
            case BROKER_KILLED -> {
                stage.killBroker(random.nextInt((int) options.longestDown().toMillis()));
                yield back();
            }
            case BROKER_PAUSED -> {
                stage.pauseBroker(pause());
                yield back();
            }
            case NODE_PAUSED -> {
                node.pause(pause());
                yield back();
            }
            case NODE_HALVED -> starve(node, what, HALF);
            case NODE_TENTHED -> starve(node, what, TENTH);
        };
    }

    private Back createAgain() throws InterruptedException {
        topics.createAgain(anyTopic(), gone());
        return back();
    }

    private Back createAgainWithout(int which) throws InterruptedException {
        nodes.get(which).kill();
        topics.createAgain(anyTopic(), gone());
        return startAgain(which);
    }

    private Back starve(LynceusProcess node, Disturbance what, double part) throws InterruptedException {
        try (Readiness readiness = new Readiness(node)) {
            long from = System.currentTimeMillis();
            try (LynceusProcess.Starving starving = node.starve(part)) {
                Thread.sleep(options.longestPause().toMillis());
            }
            hungers.add(new Hunger(what, from, System.currentTimeMillis(), readiness.moments()));
        }
        return back();
    }

    List<Hunger> hungers() {
        return List.copyOf(hungers);
    }

    /** Returns what each node says of itself. */
    List<String> troubles() {
        return nodes.stream().map(Readiness::ask).toList();
    }

    private Back startAgain(int which) throws InterruptedException {
        Back back = back();
        nodes.set(which, stage.startNode(run, which));
        return back;
    }

    /** Masks that came while this looked are older than what is looked for, at most by the time of an answer. */
    private Back back() throws InterruptedException {
        long millis = System.currentTimeMillis();
        return new Back(millis, topics.maskEnds());
    }

    private String anyTopic() {
        List<String> all = topics.sensorTopics();
        return all.get(random.nextInt(all.size()));
    }

    private int pause() {
        return 1 + random.nextInt((int) options.longestPause().toMillis());
    }

    private int gone() {
        return random.nextInt((int) options.longestDown().toMillis());
    }

    List<LynceusProcess> all() {
        return List.copyOf(nodes);
    }

    /** Starts nodes again that have ended by themselves, as a supervisor does. */
    void revive() {
        for (int i = 0; i < nodes.size(); i++) {
            LynceusProcess node = nodes.get(i);
            if (!node.isAlive()) {
                endings.add(node.lastWords());
                nodes.set(i, stage.startNode(run, i));
            }
        }
    }

    /** Returns the last line of output of each node that ended by itself. */
    List<String> endings() {
        return List.copyOf(endings);
    }

    /** Returns how many records of the sensors the nodes have not read yet. */
    long unread() throws InterruptedException {
        return topics.unread();
    }

    @Override
    public void close() throws InterruptedException {
        for (LynceusProcess node : nodes) {
            node.close();
        }
    }
}
