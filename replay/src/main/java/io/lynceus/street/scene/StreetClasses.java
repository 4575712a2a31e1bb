package io.lynceus.street.scene;

import io.lynceus.dataset.deliver.DeliverDataset;

/** Ids of the classes that occur in the street. */
public final class StreetClasses {
    static final int BUILDING = id("Building");
    static final int FENCE = id("Fence");
    static final int PEDESTRIAN = id("Pedestrian");
    static final int POLE = id("Pole");
    public static final int ROAD_LINE = id("RoadLine");
    public static final int ROAD = id("Road");
    static final int SIDEWALK = id("SideWalk");
    static final int VEGETATION = id("Vegetation");
    static final int CARS = id("Cars");
    static final int WALL = id("Wall");
    static final int TRAFFIC_SIGN = id("TrafficSign");
    public static final int SKY = id("Sky");
    public static final int GROUND = id("Ground");
    static final int BRIDGE = id("Bridge");
    static final int GUARD_RAIL = id("GroundRail");
    static final int TRAFFIC_LIGHT = id("TrafficLight");
    static final int STATIC = id("Static");
    static final int TERRAIN = id("Terrain");
    static final int TWO_WHEELER = id("TwoWheeler");
    static final int BUS = id("Bus");
    static final int TRUCK = id("Truck");

    private StreetClasses() {}

    private static int id(String name) {
        return DeliverDataset.CLASSES.idOf(name).orElseThrow();
    }
}
