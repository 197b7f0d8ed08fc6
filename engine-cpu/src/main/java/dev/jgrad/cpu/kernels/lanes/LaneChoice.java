package dev.jgrad.cpu.kernels.lanes;

/** Decides between vector and scalar form. The vector classes are named in methods that run only when they can load. */
final class LaneChoice {
    private static final boolean VECTOR = vectorApi();

    private LaneChoice() {}

    private static boolean vectorApi() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && !"scalar".equals(System.getProperty("jgrad.cpu.loops"));
    }

    static FloatLanes floats() {
        return VECTOR ? VectorForms.floats() : new ScalarFloatLanes();
    }

    static DoubleLanes doubles() {
        return VECTOR ? VectorForms.doubles() : new ScalarDoubleLanes();
    }

    /** A class of its own, so that verifying {@link LaneChoice} needs no vector class. */
    private static final class VectorForms {
        static FloatLanes floats() {
            return new VectorFloatLanes();
        }

        static DoubleLanes doubles() {
            return new VectorDoubleLanes();
        }
    }
}
