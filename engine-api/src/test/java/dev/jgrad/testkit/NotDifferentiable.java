package dev.jgrad.testkit;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The methods that return tensors without a derivative to check, and why there is none. */
public enum NotDifferentiable {
    /** Answers are truth values. */
    TRUTH("""
            all any eq ge greater greaterEqual gt isClose isFinite isInf isNan isNegInf isPosInf isReal isin le less
            lessEqual logicalAnd logicalNot logicalOr logicalXor lt ne notEqual signbit"""),
    /** Answers are positions or counts. */
    POSITIONS("""
            argmax argmin argsort argwhere bincount bucketize countNonzero histc histogram histogramdd matrixRank nonzero nonzeroAsTuple
            nonzeroStatic oneHot searchsorted trilIndices triuIndices unique uniqueConsecutive
            unravelIndex"""),
    /** Works on integers, or rounds to them. */
    INTEGERS("""
            bitwiseAnd bitwiseLeftShift bitwiseNot bitwiseOr bitwiseRightShift bitwiseXor floorDivide gcd lcm"""),
    /** Jumps from one representable number to another; PyTorch has no formula either. */
    STEPS("heaviside nextafter"),
    /** PyTorch says that the derivative is not implemented. */
    NO_FORMULA("""
            airyAi besselJ0 besselJ1 besselY0 besselY1 chebyshevPolynomialT chebyshevPolynomialU chebyshevPolynomialV
            chebyshevPolynomialW geqrf hermitePolynomialH hermitePolynomialHe laguerrePolynomialL ldlFactor
            ldlFactorEx ldlSolve legendrePolynomialP
            modifiedBesselI0 modifiedBesselI1 modifiedBesselK0 modifiedBesselK1 scaledModifiedBesselK0
            scaledModifiedBesselK1 shiftedChebyshevPolynomialT shiftedChebyshevPolynomialU shiftedChebyshevPolynomialV
            shiftedChebyshevPolynomialW sphericalBesselJ0"""),
    /** Makes a tensor from numbers, or of the shape of another. */
    CREATION("""
            arange empty emptyLike eye fromBytes fromSegment full fullLike linspace logspace newEmpty newFull newOnes
            newZeros ones onesLike scalar scalarLike scalarTensor tensor zeros zerosLike"""),
    /** Draws random numbers. */
    RANDOM("""
            bernoulli binomial cauchy_ exponential_ fractionalMaxPool2dWithIndices fractionalMaxPool3dWithIndices
            geometric_ gumbelSoftmax logNormal_ multinomial normal pcaLowrank poisson rand randLike randint randintLike randn
            randnLike random_ randperm svdLowrank uniform_"""),
    /** Hands over the same tensor, its gradient, or it outside the graph. */
    HANDLES("conj conjPhysical data detach grad positive real requiresGrad_ resolveConj resolveNeg retainGrad"),
    /** Changes memory and sizes, and refuses what requires a gradient. */
    MEMORY("resizeAs_ resize_"),
    /** To dtypes and devices for which finite differences are too coarse or absent; {@code to} has a sample. */
    CONVERSIONS("cpu cuda toBfloat16 toBool toFloat toHalf toInt toLong");

    private final Set<String> methods;

    NotDifferentiable(String names) {
        methods = Set.copyOf(Arrays.asList(names.split("\\s+")));
    }

    /** All of them. */
    public static Set<String> names() {
        Set<String> all = new TreeSet<>();
        for (NotDifferentiable reason : values()) {
            all.addAll(reason.methods);
        }
        return all;
    }
}
