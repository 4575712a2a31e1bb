package io.lynceus.stream;

import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.sync.FrameRef;
import java.util.concurrent.CompletableFuture;

/**
 * A frame that waits for its set.
 *
 * @param decoding runs on the decode pool since the frame arrived
 */
record WaitingFrame(FrameRef ref, SentValue sent, CompletableFuture<Decoded> decoding) {}
