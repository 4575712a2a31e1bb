package io.lynceus.street;

import io.lynceus.dice.Dice;
import io.lynceus.street.render.Climate;
import io.lynceus.street.render.LidarRays;
import io.lynceus.street.render.Lighting;
import io.lynceus.street.render.PinholeRays;
import io.lynceus.street.render.RayCast;
import io.lynceus.street.render.Shader;
import io.lynceus.street.scene.EgoMotion;
import io.lynceus.street.scene.Solid;
import io.lynceus.street.scene.StreetClasses;
import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.sensor.ColourSensor;
import io.lynceus.street.sensor.DepthSensor;
import io.lynceus.street.sensor.EventSensor;
import io.lynceus.street.sensor.LidarSensor;
import io.lynceus.street.sensor.StreetEvents;
import java.util.List;

/**
 * Renders the sensors of a vehicle in a {@link StreetScene}: RGB, depth and event camera behind one lens, a 64-beam LiDAR on the
 * roof, and the label. Every sensor sees the same geometry, so they agree up to their noise.
 *
 * <p>The same scene, time and size give the same bytes. Times are nanoseconds since the drive began. Not for several threads at
 * once.
 */
public final class StreetRenderer {
    /** Window of the events in {@link #sampleAt}: 50 ms. */
    public static final long EVENT_WINDOW = 50_000_000L;

    private static final long LONGEST_WINDOW = 1_000_000_000L;
    private static final int BEAMS = 64;
    private static final int LIDAR_COLUMNS = 512;
    private static final int EVENT_STEPS = 2;

    private enum NoiseSource {
        RGB,
        DEPTH,
        LIDAR,
        EVENT,
        DROPS
    }

    private final StreetScene scene;
    private final StreetCalibration calibration;
    private final PinholeRays camera;
    private final RayCast view;
    private final RayCast scan;
    private final LidarRays beams;
    private final Lighting lighting;
    private final Shader shader;
    private final ColourSensor colour;
    private final DepthSensor depth;
    private final LidarSensor lidar;
    private final EventSensor events;
    private final float[] radiance;

    public StreetRenderer(StreetScene scene, int width, int height) {
        this.scene = scene;
        calibration = StreetCalibration.of(width, height);
        Climate climate = Climate.of(scene.weather());
        camera = new PinholeRays(width, height, calibration.focal());
        view = new RayCast(camera);
        beams = new LidarRays(LIDAR_COLUMNS, BEAMS);
        scan = new RayCast(beams);
        lighting = new Lighting(climate, scene.plan());
        shader = new Shader(camera, view, scene.plan(), climate, lighting);
        colour = new ColourSensor(climate, width, height);
        depth = new DepthSensor(climate);
        lidar = new LidarSensor(beams, scan, scene.plan(), climate);
        events = new EventSensor(climate, width, height);
        radiance = new float[width * height * 3];
    }

    public StreetCalibration calibration() {
        return calibration;
    }

    /** Renders all sensors at one instant, which is cheaper than rendering each. */
    public StreetSample sampleAt(long nanos) {
        light(nanos);
        StreetEvents packet = watch(nanos, EVENT_WINDOW);
        // The last picture of the event camera's window is also the camera's picture.
        byte[] rgb = colour.expose(radiance, salt(NoiseSource.RGB, nanos));
        short[] millimetres = depth.measure(view.distance, salt(NoiseSource.DEPTH, nanos));
        return new StreetSample(nanos, rgb, millimetres, pointsAt(nanos), packet, label());
    }

    /** Renders the camera's picture, sRGB: uint8 [H, W, 3]. */
    public byte[] rgbAt(long nanos) {
        light(nanos);
        look(nanos);
        shade(nanos);
        return colour.expose(radiance, salt(NoiseSource.RGB, nanos));
    }

    /** Renders depth Z in millimetres, 0 where there is none: uint16 [H, W]. */
    public short[] depthAt(long nanos) {
        look(nanos);
        return depth.measure(view.distance, salt(NoiseSource.DEPTH, nanos));
    }

    /** Renders class ids in DELIVER's list: uint8 [H, W]. */
    public byte[] labelAt(long nanos) {
        look(nanos);
        return label();
    }

    /** Renders LiDAR returns: float32 [n, 4], x, y, z in metres in the LiDAR's frame and intensity 0 to 1. */
    public float[] pointsAt(long nanos) {
        EgoMotion.Pose ego = scene.egoAt(nanos);
        beams.aim(
                ego.worldX(StreetCalibration.LIDAR_FORWARD, StreetCalibration.LIDAR_LEFT),
                ego.worldY(StreetCalibration.LIDAR_FORWARD, StreetCalibration.LIDAR_LEFT),
                StreetCalibration.LIDAR_UP,
                ego.yaw());
        scan.cast(scene.solidsAt(nanos));
        return lidar.measure(salt(NoiseSource.LIDAR, nanos));
    }

    /** Renders the events of a window that ends at {@code nanos} and lasts {@code window} nanoseconds, at most a second. */
    public StreetEvents eventsAt(long nanos, long window) {
        if (window < 1 || window > LONGEST_WINDOW) {
            throw new IllegalArgumentException(
                    "a window of " + window + " ns; allowed are 1 to " + LONGEST_WINDOW + " ns of events");
        }
        light(nanos);
        return watch(nanos, window);
    }

    /** Simulates the event camera; afterwards view and radiance are those of the window's end. */
    private StreetEvents watch(long nanos, long window) {
        long start = nanos - window;
        int salt = salt(NoiseSource.EVENT, nanos);
        for (int step = 0; step <= EVENT_STEPS; step++) {
            long at = start + window * step / EVENT_STEPS;
            look(at);
            shade(at);
            if (step == 0) {
                events.start(radiance, salt);
            } else {
                long from = window * (step - 1) / EVENT_STEPS;
                events.step(radiance, (int) from, (int) (at - start), salt + 8 * step);
            }
        }
        return events.finish(start);
    }

    private void light(long nanos) {
        lighting.prepare(scene.solidsAt(nanos), scene.egoAt(nanos));
    }

    private void look(long nanos) {
        EgoMotion.Pose ego = scene.egoAt(nanos);
        camera.aim(ego.x(), ego.y(), StreetCalibration.CAMERA_UP, ego.yaw(), StreetCalibration.CAMERA_PITCH);
        List<Solid> solids = scene.solidsAt(nanos);
        view.cast(solids);
    }

    private void shade(long nanos) {
        shader.shade(radiance);
        colour.drops(radiance, salt(NoiseSource.DROPS, nanos));
    }

    private byte[] label() {
        byte[] label = new byte[view.hit.length];
        for (int i = 0; i < label.length; i++) {
            int hit = view.hit[i];
            if (hit == RayCast.NOTHING) {
                label[i] = (byte) StreetClasses.SKY;
            } else if (hit == RayCast.GROUND) {
                float t = view.distance[i];
                double x = camera.ox + t * camera.dx[i];
                double y = camera.oy + t * camera.dy[i];
                label[i] = (byte) scene.plan().groundClass(x, y);
            } else {
                label[i] = (byte) view.solids[hit].classId();
            }
        }
        return label;
    }

    /** Returns the key of the noise, which depends on the sensor and the moment, not on the weather. */
    private int salt(NoiseSource sensor, long nanos) {
        return (int) Dice.hash(scene.seed(), sensor.ordinal(), nanos);
    }
}
