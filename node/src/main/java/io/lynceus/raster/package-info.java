/**
 * Turns any frame value of a topic into the uint8 RGB raster that the network sees. Serving and training use this same code.
 *
 * <p>A raster is uint8 [H, W, 3], row-major, channels interleaved, at model size. While decoding, {@link
 * io.lynceus.raster.ContentStatistics} are measured, which health uses to judge the sensor.
 *
 * <p>Reading order: {@link io.lynceus.raster.Rasterizer}, {@link io.lynceus.raster.RasterSpec}, {@link io.lynceus.raster.Decoding},
 * {@link io.lynceus.raster.ContentStatistics}, {@link io.lynceus.raster.RecordedRasters}, then the four encodings: {@code
 * ImageRaster}, {@code DepthCode}, {@code PointRaster}, {@code EventRaster}.
 *
 * <h2>Encodings</h2>
 *
 * <p><b>Images</b> (rgb, nir, thermal, …): resized to H × W by area averaging when shrinking, bilinearly otherwise. One channel is
 * repeated three times; alpha is dropped; 16-bit v becomes v / 257. Cameras of 10 and 12 bits send their numbers as 16-bit ones:
 * where no pixel exceeds 4095, v becomes 255 v / 4095. An 8-bit image of a depth, lidar, radar or event sensor is taken as rendered
 * already (as DELIVER ships them) and resized to the nearest pixel.
 *
 * <p><b>Depth</b> z in metres (16UC1 millimetres with 0 = no data, or 32FC1 metres with NaN or z ≤ 0 = no data), nearest pixel.
 * With the logarithmic code λ(z) = clamp(ln(z / 0.25) / ln(256 / 0.25), 0, 1), so that a step is the same share of the distance
 * everywhere:
 *
 * <pre>
 *   R coarse   = 255 · (1 − λ)                      near is bright
 *   G fine     = 255 · (1 − |2 · frac(16 λ) − 1|)   16 triangle waves: continuous, eight times finer than R
 *   B validity = 255
 *   no data    = (0, 0, 0)
 * </pre>
 *
 * <p><b>Point clouds</b> are projected into the reference camera at model size. Each point fills the square of {@code 2 max(1, H /
 * 256) + 1} pixels around it, and the nearest point wins a pixel. With d the distance from the camera and h the height above it
 * (both metres; h = −y of the optical frame, so that the LiDAR's own axes do not matter):
 *
 * <pre>
 *   R range     = 1 + 254 · (1 − clamp(ln(d) / ln(200), 0, 1))
 *   G intensity = 255 · i / fullScale
 *   B height    = 1 + 254 · clamp((h + 4) / 16, 0, 1)
 *   no return   = (0, 0, 0)
 * </pre>
 *
 * The full scale of an intensity is 255 for uint8. Drivers send the same 0 to 255 in wider types too, so for all others it is the
 * smallest of 1 (floats only), 255, 65535 and 2^32 − 1 that no point of the scan in view exceeds.
 *
 * <p><b>Events</b> of the last 100 ms of a packet, on a grid of the sensor's size or the model's, whichever is smaller, then
 * nearest pixel. With n₊ and n₋ the counts at a pixel and a the age of its youngest event:
 *
 * <pre>
 *   R = 255 · (1 − 2^(−n₊ / 2))
 *   G = 255 · (1 − 2^(−n₋ / 2))
 *   B = 1 + 254 · (1 − a / 100 ms)
 *   no event = (0, 0, 0)
 * </pre>
 *
 * <p>All values are rounded to the nearest integer.
 *
 * <h2>Bytes from outside</h2>
 *
 * Every length that a message states is checked against the bytes that are there and against {@code Limits} before anything is
 * allocated; a value that fails a check becomes {@link io.lynceus.raster.Decoding.Malformed}, never an exception.
 *
 * <p>Threads: everything public is immutable and thread-safe. OpenCV is set to one thread of its own, since the node works on
 * frames in parallel. Units: metres, nanoseconds, pixels with centres at integers.
 */
@NullMarked
package io.lynceus.raster;

import org.jspecify.annotations.NullMarked;
