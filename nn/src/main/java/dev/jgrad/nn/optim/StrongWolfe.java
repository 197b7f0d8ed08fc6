package dev.jgrad.nn.optim;

import dev.jgrad.tensor.Tensor;

/**
 * A line search for a length at which the loss is less by enough and the slope flat enough: a bracket first, which then
 * shrinks by cubic interpolation. Source: Nocedal, Wright 2006, algorithms 3.5 and 3.6, with the safeguards of Schmidt's minFunc.
 */
final class StrongWolfe {
    private static final double DECREASE = 1e-4;
    private static final double FLATNESS = 0.9;

    /** The loss and its slope at a length. */
    record Point(double at, double value, Tensor gradient, double slope) {}

    /** Computes loss and gradient at a length. */
    interface Objective {
        Point at(double length);
    }

    private final Objective objective;
    private final double tolerance;
    private final int most;
    private int evaluations;

    StrongWolfe(Objective objective, double tolerance, int most) {
        this.objective = objective;
        this.tolerance = tolerance;
        this.most = most;
    }

    int evaluations() {
        return evaluations;
    }

    private Point evaluate(double length) {
        evaluations++;
        return objective.at(length);
    }

    private static boolean tooHigh(Point start, Point p) {
        return p.value > start.value + DECREASE * p.at * start.slope;
    }

    private static boolean flat(Point start, Point p) {
        return Math.abs(p.slope) <= -FLATNESS * start.slope;
    }

    /** The best point found, from a first length on. */
    Point from(Point start, double length, double norm) {
        Point before = start;
        Point now = evaluate(length);
        for (int n = 0; n < most; n++) {
            if (tooHigh(start, now) || n > 1 && now.value >= before.value) {
                return zoom(start, before, now, n, norm);
            }
            if (flat(start, now)) {
                return now;
            }
            if (now.slope >= 0) {
                return zoom(start, before, now, n, norm);
            }
            double least = now.at + 0.01 * (now.at - before.at);
            double next = cubic(before, now, least, now.at * 10);
            before = now;
            now = evaluate(next);
        }
        return start.value <= now.value ? start : now;
    }

    private Point zoom(Point start, Point a, Point b, int used, double norm) {
        // PyTorch keeps the two in their order and interpolates in it.
        Point first = a;
        Point second = b;
        boolean low = first.value <= second.value;
        boolean insufficient = false;
        for (int n = used; n < most && !(Math.abs(second.at - first.at) * norm < tolerance); n++) {
            double left = Math.min(first.at, second.at);
            double right = Math.max(first.at, second.at);
            double t = cubic(first, second, left, right);
            double margin = 0.1 * (right - left);
            if (Math.min(right - t, t - left) < margin) {
                if (insufficient || t >= right || t <= left) {
                    t = Math.abs(t - right) < Math.abs(t - left) ? right - margin : left + margin;
                    insufficient = false;
                } else {
                    insufficient = true;
                }
            } else {
                insufficient = false;
            }
            Point now = evaluate(t);
            Point best = low ? first : second;
            Point other = low ? second : first;
            boolean done = false;
            if (tooHigh(start, now) || now.value >= best.value) {
                other = now;
            } else {
                done = flat(start, now);
                if (!done && now.slope * (other.at - best.at) >= 0) {
                    other = best;
                }
                best = now;
            }
            first = low ? best : other;
            second = low ? other : best;
            if (other == now) {
                low = first.value <= second.value;
            }
            if (done) {
                break;
            }
        }
        return low ? first : second;
    }

    /** Where the cubic through two points with their slopes is least, within bounds. */
    private static double cubic(Point a, Point b, double least, double greatest) {
        double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.at - b.at);
        double square = d1 * d1 - a.slope * b.slope;
        if (!(square >= 0)) {
            return (least + greatest) / 2;
        }
        double d2 = Math.sqrt(square);
        Point far = a.at <= b.at ? b : a;
        Point near = far == b ? a : b;
        double at = far.at - (far.at - near.at) * ((far.slope + d2 - d1) / (far.slope - near.slope + 2 * d2));
        return Math.min(Math.max(at, least), greatest);
    }
}
