package io.lynceus.network;

import java.util.Random;

/**
 * Rasters of some sets, as a served model takes them.
 *
 * @param size side of each raster
 * @param rasters uint8 [N, size, size, 3]
 * @param modality int64 [N]
 * @param membership float32 [B, N]
 */
record Frames(int size, byte[] rasters, long[] modality, float[] membership) {
    int frames() {
        return modality.length;
    }

    int sets() {
        return membership.length / modality.length;
    }

    /** One set with a frame of each of these modalities; the same seed and modality give the same raster. */
    static Frames set(int size, long seed, int... modalities) {
        byte[] rasters = new byte[modalities.length * size * size * 3];
        long[] modality = new long[modalities.length];
        float[] membership = new float[modalities.length];
        for (int n = 0; n < modalities.length; n++) {
            draw(rasters, n * size * size * 3, size, new Random(1000 * seed + modalities[n]));
            modality[n] = modalities[n];
            membership[n] = 1;
        }
        return new Frames(size, rasters, modality, membership);
    }

    /** Coloured stripes with noise: smooth parts, edges and texture. */
    private static void draw(byte[] rasters, int from, int size, Random random) {
        double angle = random.nextDouble() * Math.PI;
        double pitch = 8 + random.nextInt(40);
        int[] colour = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
        for (int pixel = 0; pixel < size * size; pixel++) {
            double along = Math.cos(angle) * (pixel % size) + Math.sin(angle) * (pixel / size);
            boolean on = Math.sin(along / pitch * 2 * Math.PI) > 0;
            for (int channel = 0; channel < 3; channel++) {
                int value = (on ? colour[channel] : 255 - colour[channel]) + random.nextInt(24) - 12;
                rasters[from + 3 * pixel + channel] = (byte) Math.max(0, Math.min(255, value));
            }
        }
    }

    /** All these sets in one call. */
    static Frames together(Frames... calls) {
        int frames = 0;
        int sets = 0;
        for (Frames call : calls) {
            frames += call.frames();
            sets += call.sets();
        }
        int bytes = calls[0].rasters.length / calls[0].frames();
        Frames all = new Frames(calls[0].size, new byte[frames * bytes], new long[frames], new float[sets * frames]);
        int n = 0;
        int b = 0;
        for (Frames call : calls) {
            System.arraycopy(call.rasters, 0, all.rasters, n * bytes, call.rasters.length);
            System.arraycopy(call.modality, 0, all.modality, n, call.frames());
            for (int set = 0; set < call.sets(); set++, b++) {
                System.arraycopy(call.membership, set * call.frames(), all.membership, b * frames + n, call.frames());
            }
            n += call.frames();
        }
        return all;
    }

    /** The same frames with one of them taken out of every set. */
    Frames without(int frame) {
        float[] fewer = membership.clone();
        for (int b = 0; b < sets(); b++) {
            fewer[b * frames() + frame] = 0;
        }
        return new Frames(size, rasters, modality, fewer);
    }
}
