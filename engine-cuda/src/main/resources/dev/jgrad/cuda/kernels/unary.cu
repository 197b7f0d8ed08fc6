// Elementwise functions of one operand. Defined by the host: IN and OUT (element types) and KINDS, a list of X(KIND).
// Each kind has two kernels, KIND_packs and KIND_each.
#include "map.cuh"
#include "math.cuh"

struct UnaryCall {
    void* out;
    const void* in;
    f64 p;
    f64 q;
    f64 r;
    MapShape<2> shape;
};

template <class C>
struct Parameters {
    C p;
    C q;
    C r;
};

#define KIND(NAME, ...) \
    template <class C> \
    struct NAME : Parameters<C> { \
        DEVICE_METHOD C operator()(C x) const { \
            C p = this->p; \
            C q = this->q; \
            C r = this->r; \
            (void)p; \
            (void)q; \
            (void)r; \
            return __VA_ARGS__; \
        } \
    };
#define DEVICE_METHOD __device__ __forceinline__

KIND(NEG, negate(x))
KIND(ABS, abs_(x))
KIND(SIGN, x > 0 ? (C)1 : x < 0 ? (C)-1 : (C)0)
KIND(BITWISE_NOT, ~x)
KIND(EXP, exp_(x))
KIND(EXP2, exp2_(x))
KIND(EXPM1, expm1_(x))
KIND(LOG, log_(x))
KIND(LOG2, log2_(x))
KIND(LOG10, log10_(x))
KIND(LOG1P, log1p_(x))
KIND(SQRT, sqrt_(x))
KIND(RSQRT, (C)1 / sqrt_(x))
KIND(RECIPROCAL, (C)1 / x)
KIND(SQUARE, multiply(x, x))
KIND(SIN, sin_(x))
KIND(COS, cos_(x))
KIND(TAN, tan_(x))
KIND(ASIN, asin_(x))
KIND(ACOS, acos_(x))
KIND(ATAN, atan_(x))
KIND(SINH, sinh_(x))
KIND(COSH, cosh_(x))
KIND(TANH, tanh_(x))
KIND(ASINH, asinh_(x))
KIND(ACOSH, acosh_(x))
KIND(ATANH, atanh_(x))
KIND(ERF, erf_(x))
KIND(ERFC, erfc_(x))
KIND(ERFINV, (C)erfinv_((f64)x))
KIND(LGAMMA, (C)lgamma_((f64)x))
KIND(DIGAMMA, (C)digamma_((f64)x))
KIND(TRIGAMMA, (C)trigamma_((f64)x))
KIND(SINC, x == 0 ? (C)1 : (C)(sin(PI * (f64)x) / (PI * (f64)x)))
KIND(I0, (C)besselI0((f64)x))
KIND(FLOOR, floor_(x))
KIND(CEIL, ceil_(x))
KIND(ROUND, rint_(x))
KIND(TRUNC, trunc_(x))
KIND(FRAC, x - trunc_(x))
KIND(SIGMOID, sigmoid(x))
KIND(LOGSIGMOID, lesser(x, (C)0) - log1p_(exp_(-abs_(x))))
KIND(RELU, x < 0 ? (C)0 : x)
KIND(LEAKY_RELU, x > 0 ? x : x * p)
KIND(ELU, x < 0 ? expm1_(x * r) * (p * q) : x * q)
KIND(CLAMP, lesser(greater(x, p), q))
KIND(THRESHOLD, x <= p ? q : x)
KIND(SOFTPLUS, x * p > q ? x : log1p_(exp_(x * p)) / p)
KIND(SILU, x / ((C)1 + exp_(-x)))
KIND(MISH, x * tanh_(log1p_(exp_(x))))
KIND(GELU, x * (C)0.5 * ((C)1 + erf_(x * (C)0.70710678118654752440)))
KIND(GELU_TANH, (C)0.5 * x * ((C)1 + tanh_(geluInner(x))))
KIND(HARDSIGMOID, relu6(x + (C)3) / (C)6)
KIND(HARDSWISH, x * relu6(x + (C)3) / (C)6)
KIND(HARDSHRINK, x >= -p && x <= p ? (C)0 : x)
KIND(SOFTSHRINK, x > p ? x - p : x < -p ? x + p : x != x ? x : (C)0)
KIND(SOFTSIGN, x / ((C)1 + abs_(x)))
KIND(NAN_TO_NUM, isNan(x) ? p : isInfinite(x) ? (x > 0 ? q : r) : x)
KIND(DEG2RAD, x * (C)(PI / 180))
KIND(RAD2DEG, x * (C)(180 / PI))
KIND(LOGICAL_NOT, (C)(x == 0))
KIND(IS_NAN, (C)isNan(x))
KIND(IS_INF, (C)isInfinite(x))
KIND(IS_FINITE, (C)(!isNan(x) && !isInfinite(x)))
KIND(IS_POSINF, (C)(isInfinite(x) && x > 0))
KIND(IS_NEGINF, (C)(isInfinite(x) && x < 0))
KIND(SIGNBIT, (C)signBit(x))

template <class C>
struct LOGIT : Parameters<C> {
    DEVICE_METHOD C operator()(C x) const {
        C eps = this->p;
        C z = eps < 0 ? x : x < eps ? eps : x > (C)1 - eps ? (C)1 - eps : x;
        return log_(z / ((C)1 - z));
    }
};

/** Roundings do nothing to integers. */
#define KEPT(NAME, value) \
    template <> \
    struct NAME<i64> : Parameters<i64> { \
        DEVICE_METHOD i64 operator()(i64 x) const { return value; } \
    };
KEPT(FLOOR, x)
KEPT(CEIL, x)
KEPT(ROUND, x)
KEPT(TRUNC, x)
KEPT(FRAC, 0)

typedef Computed<IN>::type C;
static const int V = PackSize<WIDEST(sizeof(IN), sizeof(OUT))>::value;

template <template <class> class K>
DEVICE K<C> kind(const UnaryCall& c) {
    K<C> k;
    k.p = (C)c.p;
    k.q = (C)c.q;
    k.r = (C)c.r;
    return k;
}

#define X(K) \
    extern "C" __global__ void K##_packs(const UnaryCall c) { \
        Operand<IN> in = {(const IN*)c.in}; \
        packs<V>(kind<K>(c), c.shape, (OUT*)c.out, in); \
    } \
    extern "C" __global__ void K##_each(const UnaryCall c) { \
        Operand<IN> in = {(const IN*)c.in}; \
        each(kind<K>(c), c.shape, (OUT*)c.out, in); \
    }
KINDS
