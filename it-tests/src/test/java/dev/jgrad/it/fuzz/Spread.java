package dev.jgrad.it.fuzz;

import java.util.Arrays;

/** How far the elements of a tensor move while the reference's rounding is disturbed, over any number of runs. */
final class Spread {
    private final Observation expected;
    private final double[] far;
    private boolean unstable;
    private double usual = -1;

    /** That of a tensor which was in no other run so far. */
    Spread(Observation expected) {
        this.expected = expected;
        this.far = new double[expected.bits().length];
    }

    /** Takes in a run that lacks the tensor, or says nothing about its values. */
    void addUnstable() {
        unstable = true;
    }

    /** Takes in the tensor of a run. */
    void add(Observation other) {
        usual = -1;
        unstable |= other.trust() == Trust.UNSTABLE;
        if (other.bits().length != far.length) {
            Arrays.fill(far, Double.POSITIVE_INFINITY);
            return;
        }
        for (int i = 0; i < far.length; i++) {
            double e = expected.value(i);
            double d = other.value(i);
            if (Double.isFinite(d) && Double.isFinite(e)) {
                far[i] = Math.max(far[i], Math.abs(d - e));
            } else if (Double.compare(d, e) != 0) {
                far[i] = Double.POSITIVE_INFINITY;
            }
        }
    }

    /** Takes in only which elements of a run are not finite. */
    void addNonFinite(Observation other) {
        if (other.bits().length == far.length) {
            for (int i = 0; i < far.length; i++) {
                if (!Double.isFinite(other.value(i)) && Double.isFinite(expected.value(i))) {
                    far[i] = Double.POSITIVE_INFINITY;
                }
            }
        }
    }

    /** Whether some run lacks the tensor or says nothing about it. */
    boolean isUnstable() {
        return unstable;
    }

    /** How far an element moves; infinitely far if it is finite in some runs only. */
    double of(int i) {
        return far[i];
    }

    /** The largest magnitude of a finite element, where it is or where it moves to. */
    double reach() {
        double reach = 0;
        for (int i = 0; i < far.length; i++) {
            double there = Math.abs(expected.value(i)) + far[i];
            reach = Double.isFinite(there) ? Math.max(reach, there) : reach;
        }
        return reach;
    }

    /** The median of what moves: an element may stay where it is by chance. */
    double usual() {
        if (usual < 0) {
            double[] moving = Arrays.stream(far)
                    .filter(s -> s > 0 && Double.isFinite(s))
                    .sorted()
                    .toArray();
            usual = moving.length == 0 ? 0 : moving[moving.length / 2];
        }
        return usual;
    }
}
