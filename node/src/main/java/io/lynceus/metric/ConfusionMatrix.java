package io.lynceus.metric;

import io.lynceus.dataset.ClassList;

/**
 * Counts of (true class, predicted class) pixels, and the mIoU that follows from them.
 *
 * <p>Thread safety: none; {@link #add(ConfusionMatrix)} joins the matrices of several threads.
 */
public final class ConfusionMatrix {
    private final int classes;
    private final long[] counts; // [true, predicted]
    private long ignored;

    public ConfusionMatrix(int classes) {
        this.classes = classes;
        this.counts = new long[classes * classes];
    }

    /**
     * Adds one image.
     *
     * @param labels uint8 [H*W], {@link ClassList#IGNORE} = ignored
     * @param predictions uint8 [H*W]
     * @throws IllegalArgumentException for different sizes, or a class id beyond the list
     */
    public void add(byte[] labels, byte[] predictions) {
        if (labels.length != predictions.length) {
            throw new IllegalArgumentException("label has " + labels.length + " pixels, mask " + predictions.length);
        }
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i] & 0xff;
            int prediction = predictions[i] & 0xff;
            if (label == ClassList.IGNORE) {
                ignored++;
                continue;
            }
            if (label >= classes || prediction >= classes) {
                throw new IllegalArgumentException("class id " + Math.max(label, prediction) + " at pixel " + i
                        + ", there are only " + classes + " classes; the class lists of model and labels differ");
            }
            counts[label * classes + prediction]++;
        }
    }

    public void add(ConfusionMatrix other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        ignored += other.ignored;
    }

    /** Adds pixels of one kind; with {@link #count}, for keeping a matrix in a file. */
    public void add(int label, int prediction, long pixels) {
        counts[label * classes + prediction] += pixels;
    }

    /** Adds pixels that do not count. */
    public void addIgnored(long pixels) {
        ignored += pixels;
    }

    /** Returns the number of pixels that are labelled as "ignore". */
    public long ignored() {
        return ignored;
    }

    /** Returns the share of all pixels that are labelled as "ignore"; 0 without pixels. */
    public double ignoredShare() {
        long all = ignored;
        for (long count : counts) {
            all += count;
        }
        return all == 0 ? 0 : (double) ignored / all;
    }

    /** Returns the number of pixels with that label and that prediction. */
    public long count(int label, int prediction) {
        return counts[label * classes + prediction];
    }

    public int classes() {
        return classes;
    }

    /** Returns the number of pixels labelled with that class. */
    public long labelled(int c) {
        long sum = 0;
        for (int p = 0; p < classes; p++) {
            sum += counts[c * classes + p];
        }
        return sum;
    }

    /** Returns how many of the labelled pixels are predicted as that class. */
    public long predicted(int c) {
        long sum = 0;
        for (int t = 0; t < classes; t++) {
            sum += counts[t * classes + c];
        }
        return sum;
    }

    /** Returns TP / (TP + FP + FN); NaN for a class neither labelled nor predicted. */
    public double iou(int c) {
        long hits = count(c, c);
        return ratio(hits, labelled(c) + predicted(c) - hits);
    }

    /** Returns TP / (TP + FN); NaN for a class that is not labelled. */
    public double recall(int c) {
        return ratio(count(c, c), labelled(c));
    }

    /** Returns 2 TP / (2 TP + FP + FN); NaN for a class neither labelled nor predicted. */
    public double f1(int c) {
        return ratio(2 * count(c, c), labelled(c) + predicted(c));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    /** Returns the mean IoU over the classes that are labelled somewhere, as a fraction; NaN before the first labelled pixel. */
    public double miou() {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < classes; c++) {
            if (labelled(c) > 0) {
                sum += iou(c);
                present++;
            }
        }
        return present == 0 ? Double.NaN : sum / present;
    }

    /** Returns the share of labelled pixels that are predicted correctly. */
    public double accuracy() {
        long right = 0;
        long all = 0;
        for (int c = 0; c < classes; c++) {
            right += counts[c * classes + c];
            all += labelled(c);
        }
        return all == 0 ? Double.NaN : (double) right / all;
    }
}
