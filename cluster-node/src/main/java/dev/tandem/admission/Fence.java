package dev.tandem.admission;

/**
 * Says whether this node may still decide for the cluster. A singleton that slept or was cut off does not know that another
 * one decides by now; the fence closes before that can be.
 */
@FunctionalInterface
public interface Fence {

    boolean isOpen();
}
