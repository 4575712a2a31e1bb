/**
 * Playing a recording into a sink: in real time, faster, or as fast as it goes; from anywhere, once or in a loop.
 *
 * <p>Reading order: {@link io.lynceus.play.Player}, {@link io.lynceus.play.PlayOptions}, {@link io.lynceus.play.FrameSink},
 * {@link io.lynceus.play.LabelSink}, {@link io.lynceus.play.FrameFilter}, {@link io.lynceus.play.Delivery}, {@link io.lynceus.play.Kill}, {@link io.lynceus.play.Window}, {@link io.lynceus.play.PlayTimeline},
 * {@link io.lynceus.play.Restamp}, {@link io.lynceus.play.PlayClock}, {@link io.lynceus.play.ProgressBar}.
 *
 * <p>Threads: a player plays on the thread that calls it; only {@link io.lynceus.play.Player#stop} and
 * {@link io.lynceus.play.Player#timeline} may be called from others. Units: durations count the recording's time, not the
 * wall's, unless they say so.
 */
@NullMarked
package io.lynceus.play;

import org.jspecify.annotations.NullMarked;
