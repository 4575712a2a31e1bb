package io.lynceus.nn;

/** The element types that networks and their serving graphs use. */
public enum DType {
    FLOAT32,
    INT64,
    UINT8
}
