// Elementwise functions of two operands, of which one may be a number. Defined by the host: IN and OUT (element types)
// and KINDS, a list of X(KIND). Each kind has two kernels, KIND_packs and KIND_each.
#include "map.cuh"
#include "math.cuh"

struct BinaryCall {
    void* out;
    /** Null where the operand is a number. */
    const void* a;
    const void* b;
    /** The number for floating and for integral types. */
    f64 value;
    i64 integer;
    f64 p;
    f64 q;
    /** Where a replayed graph reads the number, or p of two operands in memory; null outside of graphs. */
    const f64* live;
    Failure* failure;
    MapShape<3> shape;
};

template <class C>
struct Parameters {
    C p;
    C q;
    Failure* failure;
};

#define DEVICE_METHOD __device__ __forceinline__
#define KIND(NAME, ...) \
    template <class C> \
    struct NAME : Parameters<C> { \
        DEVICE_METHOD C operator()(C a, C b) const { \
            C p = this->p; \
            C q = this->q; \
            (void)p; \
            (void)q; \
            return __VA_ARGS__; \
        } \
    };

KIND(ADD, add(a, b))
KIND(SUB, subtract(a, b))
KIND(MUL, multiply(a, b))
KIND(DIV, a / b)
KIND(ADD_SCALED, add(a, multiply(p, b)))
KIND(MAXIMUM, greater(a, b))
KIND(MINIMUM, lesser(a, b))
KIND(FMAX, isNan(a) ? b : isNan(b) ? a : greater(a, b))
KIND(FMIN, isNan(a) ? b : isNan(b) ? a : lesser(a, b))
KIND(ATAN2, atan2_(a, b))
KIND(HYPOT, hypot_(a, b))
KIND(LOGADDEXP, logAddExp(a, b))
KIND(LOGADDEXP2, logAddExp2(a, b))
KIND(COPYSIGN, copysign_(a, b))
KIND(NEXTAFTER, nextafter_(a, b))
KIND(XLOGY, isNan(b) ? b : a == 0 ? (C)0 : a * log_(b))
KIND(XLOG1PY, isNan(b) ? b : a == 0 ? (C)0 : a * log1p_(b))
KIND(HEAVISIDE, a == 0 ? b : a > 0 ? (C)1 : (C)0)
KIND(BITWISE_AND, a & b)
KIND(BITWISE_OR, a | b)
KIND(BITWISE_XOR, a ^ b)
KIND(SHIFT_LEFT, b < 0 || b > 63 ? (C)0 : (C)((u64)a << b))
KIND(SHIFT_RIGHT, a >> (b < 0 || b > 63 ? (C)63 : b))
KIND(GCD, gcd(a, b))
KIND(EQ, (C)(a == b))
KIND(NE, (C)(a != b))
KIND(LT, (C)(a < b))
KIND(LE, (C)(a <= b))
KIND(GT, (C)(a > b))
KIND(GE, (C)(a >= b))
KIND(LOGICAL_AND, (C)(a != 0 && b != 0))
KIND(LOGICAL_OR, (C)(a != 0 || b != 0))
KIND(LOGICAL_XOR, (C)((a != 0) != (b != 0)))
KIND(SIGMOID_GRAD, a * ((C)1 - b) * b)
KIND(TANH_GRAD, a * ((C)1 - b * b))
KIND(THRESHOLD_GRAD, b <= p ? (C)0 : a)
KIND(HARDTANH_GRAD, b > p && b < q ? a : (C)0)
KIND(CLAMP_GRAD, b >= p && b <= q ? a : (C)0)
KIND(LEAKY_RELU_GRAD, b > 0 ? a : a * p)
KIND(HARDSWISH_GRAD, b <= (C)-3 ? (C)0 : b >= (C)3 ? a : a * (b / (C)3 + (C)0.5))

template <class C>
struct LCM : Parameters<C> {
    DEVICE_METHOD C operator()(C a, C b) const {
        C g = gcd(a, b);
        return g == 0 ? (C)0 : abs_(multiply(truncDivideLong(a, g), b));
    }
};

/** By repeated squaring for integers. */
template <class C>
struct POW : Parameters<C> {
    DEVICE_METHOD C operator()(C a, C b) const { return pow_(a, b); }
};
template <>
struct POW<i64> : Parameters<i64> {
    DEVICE_METHOD i64 operator()(i64 a, i64 b) const { return powLong(a, b); }
};

/** Rounded to the elements' dtype. */
template <class C>
DEVICE C stepped(C x) {
    return (C)widen(narrow<IN>(x));
}

/** floorDivide as PyTorch computes it in 16 bits, each step rounded to them. */
template <class C>
DEVICE C floorDivideInSteps(C a, C b) {
    C quotient = stepped(a / b);
    if (b == 0) {
        return quotient;
    }
    C mod = stepped(fmod_(a, b));
    C div = stepped(stepped(a - mod) / b);
    if (mod != 0 && (b < 0) != (mod < 0)) {
        div = stepped(div - 1);
    }
    if (div == 0) {
        return copysign_((C)0, quotient);
    }
    C floor = floor_(div);
    return stepped(div - floor) > (C)0.5 ? stepped(floor + 1) : floor;
}

/** Quotients and remainders: a zero divisor of integers is noted, and the element set to 0. */
#define QUOTIENT(NAME, floating, integral) \
    template <class C> \
    struct NAME : Parameters<C> { \
        DEVICE_METHOD C operator()(C a, C b) const { return floating; } \
    }; \
    template <> \
    struct NAME<i64> : Parameters<i64> { \
        DEVICE_METHOD i64 operator()(i64 a, i64 b) const { \
            if (b == 0) { \
                fail(this->failure, FAILURE_DIVISION, a, 0, 0); \
                return 0; \
            } \
            return integral; \
        } \
    };
QUOTIENT(FLOOR_DIV, this->p != 0 ? floorDivideInSteps(a, b) : floorDivide(a, b), floorDivideLong(a, b))
QUOTIENT(TRUNC_DIV, trunc_(this->p != 0 ? stepped(a / b) : a / b), truncDivideLong(a, b))
QUOTIENT(REMAINDER, pythonRemainder(a, b), remainderLong(a, b))
QUOTIENT(FMOD, fmod_(a, b), fmodLong(a, b))

template <class C>
struct GELU_GRAD : Parameters<C> {
    DEVICE_METHOD C operator()(C g, C x) const {
        C cdf = (C)0.5 * ((C)1 + erf_(x * (C)0.70710678118654752440));
        C pdf = exp_((C)-0.5 * x * x) * (C)0.39894228040143267794;
        return g * (cdf + x * pdf);
    }
};

template <class C>
struct GELU_TANH_GRAD : Parameters<C> {
    DEVICE_METHOD C operator()(C g, C x) const {
        C t = tanh_(geluInner(x));
        C inner = (C)0.79788456080286535588 * ((C)1 + (C)(3 * 0.044715) * x * x);
        return g * ((C)0.5 * ((C)1 + t) + (C)0.5 * x * ((C)1 - t * t) * inner);
    }
};

template <class C>
struct SILU_GRAD : Parameters<C> {
    DEVICE_METHOD C operator()(C g, C x) const {
        C s = sigmoid(x);
        return g * s * ((C)1 + x * ((C)1 - s));
    }
};

template <class C>
struct SOFTPLUS_GRAD : Parameters<C> {
    DEVICE_METHOD C operator()(C g, C x) const {
        C z = exp_(x * this->p);
        return x * this->p > this->q ? g : g * z / (z + (C)1);
    }
};

typedef Computed<IN>::type C;
static const int V = PackSize<WIDEST(sizeof(IN), sizeof(OUT))>::value;

template <template <class> class K>
DEVICE K<C> kind(const BinaryCall& c) {
    K<C> k;
    k.p = (C)(c.live && c.a && c.b ? *c.live : c.p);
    k.q = (C)c.q;
    k.failure = c.failure;
    return k;
}

DEVICE OperandOrNumber<IN> operand(const void* data, const BinaryCall& c) {
    f64 value = c.live && !data ? *c.live : c.value;
    OperandOrNumber<IN> o = {(const IN*)data, IsFloating<C>::value ? (C)value : (C)c.integer};
    return o;
}

#define X(K) \
    extern "C" __global__ void K##_packs(const BinaryCall c) { \
        packs<V>(kind<K>(c), c.shape, (OUT*)c.out, operand(c.a, c), operand(c.b, c)); \
    } \
    extern "C" __global__ void K##_each(const BinaryCall c) { \
        each(kind<K>(c), c.shape, (OUT*)c.out, operand(c.a, c), operand(c.b, c)); \
    }
KINDS
