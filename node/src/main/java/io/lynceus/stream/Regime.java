package io.lynceus.stream;

import io.lynceus.health.HealthMonitor;
import io.lynceus.rig.RigConfig;
import io.lynceus.sync.InputTime;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.RigClock;
import io.lynceus.sync.StreamTime;
import io.lynceus.sync.SyncConfig;
import io.lynceus.sync.WaitingRule;
import java.time.Duration;
import java.util.Optional;

/**
 * How a node treats time. {@link #of} makes it from the rig file; every question whose answer differs between a vehicle that
 * drives now and a recording is a method here, and no other code asks which of the two it is.
 *
 * <table>
 * <caption>The two regimes</caption>
 * <tr><th>question</th><th>live</th><th>complete</th></tr>
 * <tr><td>time</td><td>the wall clock</td><td>the newest capture time</td></tr>
 * <tr><td>a set waits</td><td>until its deadline</td><td>until the foremost sensor is ahead</td></tr>
 * <tr><td>shed</td><td>what is older than maxAge</td><td>nothing</td></tr>
 * <tr><td>next into the network</td><td>the oldest set; under overload the newest</td><td>the oldest set</td></tr>
 * <tr><td>the stream thread</td><td>never waits</td><td>waits for sets</td></tr>
 * <tr><td>sensors' health follows</td><td>arrivals and the clock</td><td>the sets</td></tr>
 * <tr><td>frames that come twice or late</td><td>are judged too</td><td>are not judged</td></tr>
 * <tr><td>topics are read</td><td>from the present on</td><td>from their beginning, in step</td></tr>
 * </table>
 *
 * <p>Thread safety: immutable; what the methods create belongs to one rig and one thread.
 */
public sealed interface Regime {
    /** Returns the regime that the rig file's mode names: the one place that asks for the mode. */
    static Regime of(RigConfig.Sync sync) {
        return switch (sync.mode()) {
            case LIVE -> new Live(sync);
            case COMPLETE -> new Complete();
        };
    }

    /** Returns a new rule for how long the matcher waits. */
    WaitingRule waitingRule(SyncConfig.Bounds bounds);

    /** Returns a new clock for a rig. */
    RigClock clock();

    /** Returns a new rule for which frames are dropped for their age. */
    Shedding shedding();

    /** Connects a rig's health monitor to what happens to its frames. */
    HealthFeed healthFeed(HealthMonitor monitor);

    /** Returns a new rule for which set of a rig goes to the network next. */
    Backlog backlog();

    /**
     * Returns true if the stream thread waits for a set's frames to be decoded, and for the network once a second set is under way;
     * false if it goes on with other rigs meanwhile.
     */
    boolean awaitsEachSet();

    /** Returns true if the content of a frame that ends so, in no set, counts for its sensor's health. */
    boolean isTelling(Fate fate);

    /** Returns a new watch over whether masks come in time. */
    Punctuality punctuality();

    /** Returns how many sets may share a call of the network. */
    int setsPerCall(int configured);

    /** Returns true if stamps must agree with this machine's clock. */
    boolean stampsFollowTheClock();

    /** Returns how the sensors' topics are read. */
    Reading reading();

    /**
     * How the sensors' topics are read.
     *
     * @param fromThePresent true if a node that has read nothing yet begins with what comes next; false: with the oldest record
     * @param inStep true if no topic is read ahead of the others in time
     * @param mostBehind age from which records need not be read; absent: all are read
     * @param emptyTopicWait how long the other topics wait for one that looks empty; negative: not even for one that is known to
     *     hold records that do not come
     * @param linger how long results may wait for others, to share a request
     * @param answer how long the broker may take for an answer until its connection counts as dead; absent: as long as Kafka's
     *     clients wait by themselves
     * @param tick how often deadlines are looked at, and masks are taken from the network
     */
    record Reading(
            boolean fromThePresent,
            boolean inStep,
            Optional<Duration> mostBehind,
            Duration emptyTopicWait,
            Duration linger,
            Optional<Duration> answer,
            Duration tick) {}

    /**
     * Drives by the wall clock, and drops what is too old.
     *
     * @param sync the limits of the rig file
     */
    record Live(RigConfig.Sync sync) implements Regime {
        private static final Duration ANSWER = Duration.ofSeconds(5);

        @Override
        public WaitingRule waitingRule(SyncConfig.Bounds bounds) {
            return WaitingRule.live(bounds, sync.futureLimit());
        }

        @Override
        public RigClock clock() {
            return new InputTime(sync.deadline().dividedBy(2));
        }

        @Override
        public Shedding shedding() {
            return Shedding.olderThan(sync.maxAge(), sync.tolerance());
        }

        @Override
        public HealthFeed healthFeed(HealthMonitor monitor) {
            return new HealthFeed.ByArrival(monitor);
        }

        /** What is too old when its turn comes is dropped, and what is newest goes instead. */
        @Override
        public Backlog backlog() {
            return Backlog.youngerThan(sync.maxAge());
        }

        /** One thread serves many rigs, and their sets share calls. */
        @Override
        public boolean awaitsEachSet() {
            return false;
        }

        /** A sensor that sends one message again and again is frozen. */
        @Override
        public boolean isTelling(Fate fate) {
            return true;
        }

        @Override
        public Punctuality punctuality() {
            return Punctuality.within(sync.maxAge());
        }

        @Override
        public int setsPerCall(int configured) {
            return configured;
        }

        @Override
        public boolean stampsFollowTheClock() {
            return true;
        }

        /**
         * Neither a dead sensor's empty topic nor a partition that cannot be fetched may hold the others up, nor a connection that
         * died without a word, as a vehicle's do.
         */
        @Override
        public Reading reading() {
            return new Reading(
                    true,
                    false,
                    Optional.of(sync.maxAge()),
                    Duration.ofMillis(-1),
                    Duration.ZERO,
                    Optional.of(ANSWER),
                    Duration.ofMillis(2));
        }

        @Override
        public String toString() {
            return "live";
        }
    }

    /** Follows a recording's own time, waits for every sensor, and loses nothing. */
    record Complete() implements Regime {
        @Override
        public WaitingRule waitingRule(SyncConfig.Bounds bounds) {
            return WaitingRule.complete(bounds);
        }

        @Override
        public RigClock clock() {
            return new StreamTime();
        }

        @Override
        public Shedding shedding() {
            return Shedding.nothing();
        }

        @Override
        public HealthFeed healthFeed(HealthMonitor monitor) {
            return new HealthFeed.BySet(monitor);
        }

        @Override
        public Backlog backlog() {
            return Backlog.inOrder();
        }

        /**
         * A recording is read no faster than it is segmented. One set is under way while the next is matched and decoded, so that
         * the network need not wait for it.
         */
        @Override
        public boolean awaitsEachSet() {
            return true;
        }

        /**
         * Which frames come twice, or too late, depends on restarts and on how the streams were read; the states must depend on the
         * frames alone.
         */
        @Override
        public boolean isTelling(Fate fate) {
            return fate != Fate.DUPLICATE && fate != Fate.LATE;
        }

        @Override
        public Punctuality punctuality() {
            return Punctuality.patient();
        }

        /** Float arithmetic depends on the size of a call in the last bits; a replay must give the same bytes again. */
        @Override
        public int setsPerCall(int configured) {
            return 1;
        }

        @Override
        public boolean stampsFollowTheClock() {
            return false;
        }

        /**
         * A topic's known lag is as old as its last fetch, so a topic that looks empty may only not have been fetched; the others
         * wait until it has surely had its turn. Masks of a recording are not urgent, and requests cost more than their content.
         */
        @Override
        public Reading reading() {
            return new Reading(
                    false,
                    true,
                    Optional.empty(),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(50),
                    Optional.empty(),
                    Duration.ofMillis(5));
        }

        @Override
        public String toString() {
            return "complete";
        }
    }
}
