/**
 * Topics → Foxglove channels: {@link io.lynceus.foxglove.feed.TopicFeed} reads the topics of a rig file, as an ordinary consumer,
 * and passes the values on as they are. Frames and masks are read only while a viewer has subscribed to them.
 *
 * <p>Reading order: {@link io.lynceus.foxglove.feed.TopicFeed}, {@code FeedChannels}, {@code PresentRigs}, {@code MaskViews}.
 *
 * <p>Threads: the feed reads on a thread of its own. Times of messages are capture times in nanoseconds.
 */
@NullMarked
package io.lynceus.foxglove.feed;

import org.jspecify.annotations.NullMarked;
