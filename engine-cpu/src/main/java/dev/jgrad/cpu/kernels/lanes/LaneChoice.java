package dev.jgrad.cpu.kernels.lanes;

import dev.jgrad.cpu.vector.VectorLoops;

/**
 * Decides between vector and scalar form as {@link dev.jgrad.cpu.loops.Loops} does. The vector classes are named in
 * methods that run only when they can load.
 */
final class LaneChoice {
    private static final boolean VECTOR = vectorApi();

    private LaneChoice() {}

    private static boolean vectorApi() {
        String given = System.getProperty("jgrad.cpu.loops", "auto");
        if (given.equals("scalar")
                || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return false;
        }
        return given.equals("vector") || VectorLoops.worthIt();
    }

    static boolean isVector() {
        return VECTOR;
    }

    static FloatLanes floats() {
        return VECTOR ? VectorForms.floats() : new ScalarFloatLanes();
    }

    static DoubleLanes doubles() {
        return VECTOR ? VectorForms.doubles() : new ScalarDoubleLanes();
    }

    static FloatRows floatRows() {
        return VECTOR ? VectorForms.floatRows() : new ScalarFloatRows();
    }

    static DoubleRows doubleRows() {
        return VECTOR ? VectorForms.doubleRows() : new ScalarDoubleRows();
    }

    /** A class of its own, so that verifying {@link LaneChoice} needs no vector class. */
    private static final class VectorForms {
        static FloatLanes floats() {
            return new VectorFloatLanes();
        }

        static DoubleLanes doubles() {
            return new VectorDoubleLanes();
        }

        static FloatRows floatRows() {
            return new VectorFloatRows();
        }

        static DoubleRows doubleRows() {
            return new VectorDoubleRows();
        }
    }
}
