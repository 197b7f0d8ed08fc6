// Functions of one and two numbers, by the type they are computed in. Names end in _ where C has one of its own.
#pragma once
#include "types.cuh"

#define PI 3.14159265358979323846

#define BOTH(name, single, wide) \
    DEVICE f32 name(f32 x) { return single(x); } \
    DEVICE f64 name(f64 x) { return wide(x); }

BOTH(exp_, expf, exp)
BOTH(exp2_, exp2f, exp2)
BOTH(expm1_, expm1f, expm1)
BOTH(log_, logf, log)
BOTH(log2_, log2f, log2)
BOTH(log10_, log10f, log10)
BOTH(log1p_, log1pf, log1p)
BOTH(sqrt_, sqrtf, sqrt)
BOTH(sin_, sinf, sin)
BOTH(cos_, cosf, cos)
BOTH(tan_, tanf, tan)
BOTH(asin_, asinf, asin)
BOTH(acos_, acosf, acos)
BOTH(atan_, atanf, atan)
BOTH(sinh_, sinhf, sinh)
BOTH(cosh_, coshf, cosh)
BOTH(tanh_, tanhf, tanh)
BOTH(asinh_, asinhf, asinh)
BOTH(acosh_, acoshf, acosh)
BOTH(atanh_, atanhf, atanh)
BOTH(erf_, erff, erf)
BOTH(erfc_, erfcf, erfc)
BOTH(floor_, floorf, floor)
BOTH(ceil_, ceilf, ceil)
BOTH(rint_, rintf, rint)
BOTH(trunc_, truncf, trunc)
BOTH(abs_, fabsf, fabs)

#define BOTH2(name, single, wide) \
    DEVICE f32 name(f32 x, f32 y) { return single(x, y); } \
    DEVICE f64 name(f64 x, f64 y) { return wide(x, y); }

BOTH2(pow_, powf, pow)
BOTH2(fmod_, fmodf, fmod)
BOTH2(atan2_, atan2f, atan2)
BOTH2(hypot_, hypotf, hypot)
BOTH2(copysign_, copysignf, copysign)
BOTH2(nextafter_, nextafterf, nextafter)

// ---- integers wrap around ----

DEVICE i64 abs_(i64 x) { return x < 0 ? (i64)(0ull - (u64)x) : x; }

DEVICE f32 negate(f32 x) { return -x; }
DEVICE f64 negate(f64 x) { return -x; }
DEVICE i64 negate(i64 x) { return (i64)(0ull - (u64)x); }

#define ARITHMETIC(name, op) \
    DEVICE f32 name(f32 x, f32 y) { return x op y; } \
    DEVICE f64 name(f64 x, f64 y) { return x op y; } \
    DEVICE i64 name(i64 x, i64 y) { return (i64)((u64)x op (u64)y); }

ARITHMETIC(add, +)
ARITHMETIC(subtract, -)
ARITHMETIC(multiply, *)

DEVICE f32 infinity(f32) { return INFINITE_F; }
DEVICE f64 infinity(f64) { return INFINITE_D; }
DEVICE i64 infinity(i64) { return (i64)0x7fffffffffffffffull; }
DEVICE f32 minusInfinity(f32) { return -INFINITE_F; }
DEVICE f64 minusInfinity(f64) { return -INFINITE_D; }
DEVICE i64 minusInfinity(i64) { return (i64)(1ull << 63); }

template <class C>
DEVICE bool isNan(C x) { return x != x; }

template <class C>
DEVICE bool isInfinite(C x) { return x == infinity(x) || x == minusInfinity(x); }

DEVICE bool isInfinite(i64) { return false; }

DEVICE bool signBit(f32 x) { return bitsOf(x) >> 31; }
DEVICE bool signBit(f64 x) { return bitsOf(x) >> 63; }
DEVICE bool signBit(i64 x) { return x < 0; }

/** The greater, NaN if one is. */
template <class C>
DEVICE C greater(C a, C b) { return a != a ? a : b != b ? b : a > b ? a : b; }

/** The lesser, NaN if one is. */
template <class C>
DEVICE C lesser(C a, C b) { return a != a ? a : b != b ? b : a < b ? a : b; }

// ---- rarely used functions, always in double ----

template <int N>
DEVICE f64 polynomial(f64 x, const f64 (&c)[N]) {
    f64 y = c[0];
    for (int i = 1; i < N; i++) {
        y = y * x + c[i];
    }
    return y;
}

/** lgamma(2 + u) for u from 0 to 1. Source: Cephes, lgam. */
DEVICE f64 lgammaBeyondTwo(f64 u) {
    const f64 b[] = {-1.37825152569120859100E3, -3.88016315134637840924E4, -3.31612992738871184744E5,
                     -1.16237097492762307383E6, -1.72173700820839662146E6, -8.53555664245765465627E5};
    const f64 c[] = {1.0, -3.51815701436523470549E2, -1.70642106651881159223E4, -2.20528590553854454839E5,
                     -1.13933444367982507207E6, -2.53252307177582951285E6, -2.01889141433532773231E6};
    return u * polynomial(u, b) / polynomial(u, c);
}

DEVICE f64 lgammaPositive(f64 x) {
    if (x < 0.95) {
        return lgammaBeyondTwo(x) - log1p(x) - log(x);
    }
    if (x < 2) {
        // By log1p, so that nothing cancels near the zero at 1.
        return lgammaBeyondTwo(x - 1) - log1p(x - 1);
    }
    if (x < 13) {
        f64 product = 1;
        f64 u = x;
        while (u >= 3) {
            u -= 1;
            product *= u;
        }
        return log(product) + lgammaBeyondTwo(u - 2);
    }
    f64 q = (x - 0.5) * log(x) - x + 0.91893853320467274178;
    if (x > 1e8) {
        return q;
    }
    const f64 stirling[] = {8.11614167470508450300E-4, -5.95061904284301438324E-4, 7.93650340457716943945E-4,
                            -2.77777777777730099687E-3, 8.33333333333331927722E-2};
    return q + polynomial(1 / (x * x), stirling) / x;
}

/** ln |gamma(x)|. */
DEVICE f64 lgamma_(f64 x) {
    if (x != x) {
        return x;
    }
    if (isInfinite(x) || (x <= 0 && x == floor(x))) {
        return INFINITE_D;
    }
    if (x < 0) {
        // Reflection; the sine of pi times the distance to the next integer keeps its precision.
        f64 fraction = x - rint(x);
        return 1.14472988584940017414 - log(fabs(sin(PI * fraction))) - lgammaPositive(1 - x);
    }
    return lgammaPositive(x);
}

DEVICE f64 digamma_(f64 x) {
    const f64 c[] = {8.33333333333333333333E-2, -2.10927960927960927961E-2, 7.57575757575757575758E-3,
                     -4.16666666666666666667E-3, 3.96825396825396825397E-3, -8.33333333333333333333E-3,
                     8.33333333333333333333E-2};
    if (x == 0) {
        return copysign(INFINITE_D, -x);
    }
    f64 result = 0;
    f64 u = x;
    if (x < 0) {
        f64 fraction = x - trunc(x);
        if (fraction == 0) {
            return (f64)NOT_A_NUMBER_F;
        }
        result = -PI / tan(PI * fraction);
        u = 1 - x;
    }
    while (u < 10) {
        result -= 1 / u;
        u += 1;
    }
    f64 tail = 0;
    if (u < 1e17) {
        f64 z = 1 / (u * u);
        tail = z * polynomial(z, c);
    }
    return result + log(u) - 0.5 / u - tail;
}

DEVICE f64 trigamma_(f64 x) {
    const f64 c[] = {7.0 / 6, -691.0 / 2730, 5.0 / 66, -1.0 / 30, 1.0 / 42, -1.0 / 30, 1.0 / 6};
    f64 sign = 1;
    f64 result = 0;
    f64 u = x;
    if (x < 0.5) {
        sign = -1;
        f64 s = sin(PI * x);
        result -= PI * PI / (s * s);
        u = 1 - x;
    }
    while (u < 10) {
        result += 1 / (u * u);
        u += 1;
    }
    f64 z = 1 / (u * u);
    result += (1 + 1 / (2 * u) + z * polynomial(z, c)) / u;
    return sign * result;
}

/** A step of Newton's method for the inverse error function; near 1 by erfc, which is precise there. */
DEVICE f64 erfinvRefined(f64 x, f64 y) {
    f64 a = fabs(x);
    f64 error = a < 1 ? erf(a) - fabs(y) : 1 - fabs(y) - erfc(a);
    return x - copysign(1.0, y) * error / (1.12837916709551257390 * exp(-x * x));
}

/** Source: PyTorch's Math.h. */
DEVICE f64 erfinv_(f64 y) {
    f64 a = fabs(y);
    if (!(a < 1)) {
        return a == 1 ? copysign(INFINITE_D, y) : (f64)NOT_A_NUMBER_F;
    }
    if (y == 0) {
        return y;
    }
    f64 x;
    if (a <= 0.7) {
        f64 z = y * y;
        f64 num = ((-0.140543331 * z + 0.914624893) * z - 1.645349621) * z + 0.886226899;
        f64 den = (((0.012229801 * z - 0.329097515) * z + 1.442710462) * z - 2.118377725) * z + 1;
        x = y * num / den;
    } else {
        f64 z = sqrt(-log((1 - a) / 2));
        f64 num = ((1.641345311 * z + 3.429567803) * z - 1.624906493) * z - 1.970840454;
        f64 den = (1.637067800 * z + 3.543889200) * z + 1;
        x = copysign(num, y) / den;
    }
    return erfinvRefined(erfinvRefined(x, y), y);
}

/** The modified Bessel function of order 0. Source: Abramowitz and Stegun 9.6.12 and 9.7.1. */
DEVICE f64 besselI0(f64 x) {
    f64 a = fabs(x);
    if (a < 20) {
        f64 t = a * a / 4;
        f64 term = 1;
        f64 sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= t / ((f64)k * k);
            sum += term;
        }
        return sum;
    }
    f64 term = 1;
    f64 sum = 1;
    for (int k = 1; k < 40 && term > 1e-17; k++) {
        term *= (2.0 * k - 1) * (2.0 * k - 1) / (8 * a * k);
        sum += term;
    }
    // In halves, since e^x overflows before the result does.
    f64 half = exp(a / 2);
    return half * (sum / sqrt(2 * PI * a)) * half;
}

// ---- parts of activations ----

template <class C>
DEVICE C sigmoid(C x) { return (C)1 / ((C)1 + exp_(-x)); }

template <class C>
DEVICE C geluInner(C x) { return (C)0.79788456080286535588 * (x + (C)0.044715 * x * x * x); }

template <class C>
DEVICE C relu6(C x) { return lesser(greater(x, (C)0), (C)6); }

// ---- quotients ----

/** Python's a // b. Source: PyTorch's div_floor_floating. */
template <class C>
DEVICE C floorDivide(C a, C b) {
    if (b == 0) {
        return a / b;
    }
    C mod = fmod_(a, b);
    C div = (a - mod) / b;
    if (mod != 0 && (b < 0) != (mod < 0)) {
        div -= 1;
    }
    if (div == 0) {
        return copysign_((C)0, a / b);
    }
    C floor = floor_(div);
    return div - floor > (C)0.5 ? floor + 1 : floor;
}

/** Python's a % b. */
template <class C>
DEVICE C pythonRemainder(C a, C b) {
    C mod = fmod_(a, b);
    return mod != 0 && (b < 0) != (mod < 0) ? mod + b : mod;
}

/** Divisors are not 0; -1 apart, since the least number has no negative. */
DEVICE i64 truncDivideLong(i64 a, i64 b) {
    return b == -1 ? (i64)(0ull - (u64)a) : a / b;
}

DEVICE i64 fmodLong(i64 a, i64 b) {
    return b == -1 ? 0 : a % b;
}

DEVICE i64 remainderLong(i64 a, i64 b) {
    i64 m = fmodLong(a, b);
    return m != 0 && (m < 0) != (b < 0) ? m + b : m;
}

DEVICE i64 floorDivideLong(i64 a, i64 b) {
    i64 q = truncDivideLong(a, b);
    return fmodLong(a, b) != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

/** By repeated squaring, modulo 2^64; a negative exponent leaves only what 1 and -1 give. */
DEVICE i64 powLong(i64 base, i64 exponent) {
    if (exponent < 0) {
        return base == 1 ? 1 : base == -1 ? ((exponent & 1) == 0 ? 1 : -1) : 0;
    }
    u64 result = 1;
    u64 b = (u64)base;
    for (u64 e = (u64)exponent; e != 0; e >>= 1) {
        if (e & 1) {
            result *= b;
        }
        b *= b;
    }
    return (i64)result;
}

DEVICE i64 gcd(i64 a, i64 b) {
    u64 x = (u64)abs_(a);
    u64 y = (u64)abs_(b);
    while (y != 0) {
        u64 t = x % y;
        x = y;
        y = t;
    }
    return (i64)x;
}

// ---- logarithms of sums ----

template <class C>
DEVICE C logAddExp(C a, C b) {
    if (a == b && isInfinite(a)) {
        return a;
    }
    return greater(a, b) + log1p_(exp_(-abs_(a - b)));
}

template <class C>
DEVICE C logAddExp2(C a, C b) {
    if (a == b && isInfinite(a)) {
        return a;
    }
    return greater(a, b) + log1p_(exp2_(-abs_(a - b))) * (C)1.4426950408889634074;
}
