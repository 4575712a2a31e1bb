package io.lynceus.campaign;

import io.lynceus.play.Player;
import io.lynceus.process.DaemonThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A player that sends on a thread of its own while a campaign goes on. */
final class Vehicle implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("vehicle"));
    private final CompletableFuture<Void> playing;

    /** Starts to play; {@code atEnd} is called once after the last frame, on the player's thread. */
    Vehicle(Player player, Runnable atEnd) {
        this.playing = CompletableFuture.runAsync(() -> play(player, atEnd), thread);
    }

    private static void play(Player player, Runnable atEnd) {
        try {
            player.play(at -> {});
            atEnd.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IllegalStateException with the cause if frames cannot be sent any more */
    void requirePlaying() {
        if (playing.isDone()) {
            awaitEnd();
        }
    }

    /**
     * Waits until the last frame was sent.
     *
     * @throws IllegalStateException with the cause if one could not be
     */
    void awaitEnd() {
        try {
            playing.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the vehicle stopped sending: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
