package dev.jgrad.it.fuzz;

import dev.jgrad.data.DType;
import java.util.Set;

/** What an operation does to the trust in values. */
enum Rounding {
    /** Moves data, or computes what IEEE rounds correctly. */
    NONE,
    /** Computes with rounding. */
    SOME,
    /** Jumps: what differs by rounding before may differ by anything after. */
    JUMPS,
    /** Jumps by rounding of its own. */
    INNER_JUMPS;

    private static final Set<String> NONE_NAMES = Set.of(
            "add",
            "sub",
            "mul",
            "neg",
            "abs",
            "relu",
            "maximum",
            "minimum",
            "fmax",
            "fmin",
            "max",
            "min",
            "amax",
            "amin",
            "clamp",
            "clampMin",
            "clampMax",
            "sort",
            "topk",
            "gather",
            "indexSelect",
            "cat",
            "stack",
            "flip",
            "roll",
            "repeat",
            "clone",
            "contiguous",
            "where",
            "maskedFill",
            "tril",
            "triu",
            "take",
            "copy",
            "fill",
            "zero",
            "reshape",
            "to",
            "maskedSelect",
            "indexFill",
            "onesLike",
            "zerosLike",
            "kthvalue",
            "diag",
            "hstack",
            "vstack",
            "dstack",
            "fliplr",
            "flipud",
            "rot90",
            "tile",
            "repeatInterleave",
            "msort",
            "aminmax",
            "diagEmbed",
            "indexCopy",
            "zeros",
            "ones",
            "eye",
            "full",
            "fullLike");
    private static final Set<String> JUMP_NAMES = Set.of(
            "floor",
            "ceil",
            "round",
            "trunc",
            "fix",
            "frac",
            "sign",
            "sgn",
            "heaviside",
            "remainder",
            "fmod",
            "mode",
            "floorDivide",
            "hardshrink",
            "threshold",
            "unique",
            "uniqueConsecutive",
            "nextafter",
            "median",
            "nanmedian",
            "histc",
            "histogram",
            "histogramdd",
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "less",
            "lessEqual",
            "greater",
            "greaterEqual",
            "notEqual",
            "logicalAnd",
            "logicalOr",
            "logicalXor",
            "lu",
            "luFactor",
            "luFactorEx",
            "ldlFactor",
            "ldlFactorEx",
            "bincount",
            "bernoulli",
            "poisson",
            "binomial",
            "rrelu",
            "matrixRank",
            "pinv",
            "lstsq",
            "copysign",
            "atan2",
            "arctan2",
            "logicalNot",
            "multinomial",
            "gridSample",
            "maxUnpool1d",
            "maxUnpool2d",
            "maxUnpool3d",
            "signbit",
            "quantile",
            "nanquantile",
            "qr",
            "svd",
            "svdvals",
            "eigh",
            "frexp",
            "embeddingBag",
            "gumbelSoftmax",
            "det",
            "slogdet",
            "logdet",
            "inv",
            "solve",
            "inverse",
            "solveTriangular",
            "triangularSolve",
            "cond",
            "cholesky",
            "lgamma",
            "digamma",
            "psi",
            "gammaln",
            "polygamma",
            "mvlgamma",
            "multigammaln");

    /**
     * Decompositions of products, whose vectors turn their signs with a rounding that happens within, iterations that end at a
     * tolerance, and correlations: of equal numbers, those of one rounding with another, or of nothing.
     */
    private static final Set<String> INNER_JUMP_NAMES = Set.of("svdLowrank", "pcaLowrank", "lobpcg", "corrcoef");

    /** What the method of this name does. */
    static Rounding of(String name, boolean hasAlpha) {
        String plain = name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
        if (INNER_JUMP_NAMES.contains(plain)) {
            return INNER_JUMPS;
        }
        return JUMP_NAMES.contains(plain) ? JUMPS : NONE_NAMES.contains(plain) && !hasAlpha ? NONE : SOME;
    }

    /** The trust in a result. */
    Trust of(Trust before, DType dtype) {
        if (this == INNER_JUMPS
                || before == Trust.UNSTABLE
                || before == Trust.ROUNDED && (this == JUMPS || !dtype.isFloatingPoint())) {
            return Trust.UNSTABLE;
        }
        return this == NONE || !dtype.isFloatingPoint() ? before : Trust.ROUNDED;
    }
}
