package dev.jgrad.cpu.scalar;

import dev.jgrad.cpu.scalar.Operations.DoubleTernary;
import dev.jgrad.cpu.scalar.Operations.FloatTernary;
import dev.jgrad.cpu.scalar.Operations.LongTernary;
import dev.jgrad.spi.TernaryKind;

/** What each ternary kind computes. */
final class TernaryOps {
    private TernaryOps() {}

    static FloatTernary floats(TernaryKind kind) {
        return switch (kind) {
            case WHERE -> (a, b, c, p) -> a != 0 ? b : c;
            case ADDCMUL -> (a, b, c, p) -> a + p * b * c;
            case ADDCDIV -> (a, b, c, p) -> a + p * b / c;
            case LERP -> (a, b, c, p) -> Math.abs(c) < 0.5f ? a + c * (b - a) : b - (b - a) * (1 - c);
            case CLAMP -> (a, b, c, p) -> Math.min(Math.max(a, b), c);
        };
    }

    static DoubleTernary doubles(TernaryKind kind) {
        return switch (kind) {
            case WHERE -> (a, b, c, p) -> a != 0 ? b : c;
            case ADDCMUL -> (a, b, c, p) -> a + p * b * c;
            case ADDCDIV -> (a, b, c, p) -> a + p * b / c;
            case LERP -> (a, b, c, p) -> Math.abs(c) < 0.5 ? a + c * (b - a) : b - (b - a) * (1 - c);
            case CLAMP -> (a, b, c, p) -> Math.min(Math.max(a, b), c);
        };
    }

    static LongTernary longs(TernaryKind kind) {
        return switch (kind) {
            case WHERE -> (a, b, c, p) -> a != 0 ? b : c;
            case ADDCMUL -> (a, b, c, p) -> a + p * b * c;
            case ADDCDIV -> (a, b, c, p) -> a + p * b / c;
            case LERP -> (a, b, c, p) -> a + c * (b - a);
            case CLAMP -> (a, b, c, p) -> Math.min(Math.max(a, b), c);
        };
    }
}
