// Elementwise functions of three operands. Defined by the host: IN (element type) and KINDS, a list of X(KIND). The first
// operand of WHERE is a truth value.
#include "map.cuh"
#include "math.cuh"

struct TernaryCall {
    void* out;
    const void* a;
    const void* b;
    const void* c;
    f64 p;
    /** Where a replayed graph reads p; null outside of graphs. */
    const f64* live;
    Failure* failure;
    MapShape<4> shape;
};

#define DEVICE_METHOD __device__ __forceinline__
#define KIND(NAME, FIRST, ...) \
    template <class C> \
    struct NAME { \
        typedef FIRST A; \
        C p; \
        Failure* failure; \
        DEVICE_METHOD C operator()(typename Computed<A>::type a, C b, C c) const { return __VA_ARGS__; } \
    };

KIND(WHERE, b8, a != 0 ? b : c)
KIND(ADDCMUL, IN, add(a, multiply(multiply(p, b), c)))
// From the nearer end, as PyTorch does.
KIND(LERP, IN, abs_(c) < (C)0.5 ? a + c * (b - a) : b - (b - a) * ((C)1 - c))
KIND(CLAMP, IN, lesser(greater(a, b), c))

template <class C>
struct ADDCDIV {
    typedef IN A;
    C p;
    Failure* failure;
    DEVICE_METHOD C operator()(C a, C b, C c) const { return a + p * b / c; }
};
/** A zero divisor of integers is noted, and the element left as it is. */
template <>
struct ADDCDIV<i64> {
    typedef IN A;
    i64 p;
    Failure* failure;
    DEVICE_METHOD i64 operator()(i64 a, i64 b, i64 c) const {
        if (c == 0) {
            fail(failure, FAILURE_DIVISION, b, 0, 0);
            return a;
        }
        return add(a, truncDivideLong(multiply(p, b), c));
    }
};
template <>
struct LERP<i64> {
    typedef IN A;
    i64 p;
    Failure* failure;
    DEVICE_METHOD i64 operator()(i64 a, i64 b, i64 c) const { return add(a, multiply(c, subtract(b, a))); }
};

typedef Computed<IN>::type C;
static const int V = PackSize<sizeof(IN)>::value;

#define X(K) \
    extern "C" __global__ void K##_packs(const TernaryCall c) { \
        K<C> f = {(C)(c.live ? *c.live : c.p), c.failure}; \
        Operand<K<C>::A> a = {(const K<C>::A*)c.a}; \
        Operand<IN> x = {(const IN*)c.b}; \
        Operand<IN> y = {(const IN*)c.c}; \
        packs<V>(f, c.shape, (IN*)c.out, a, x, y); \
    } \
    extern "C" __global__ void K##_each(const TernaryCall c) { \
        K<C> f = {(C)(c.live ? *c.live : c.p), c.failure}; \
        Operand<K<C>::A> a = {(const K<C>::A*)c.a}; \
        Operand<IN> x = {(const IN*)c.b}; \
        Operand<IN> y = {(const IN*)c.c}; \
        each(f, c.shape, (IN*)c.out, a, x, y); \
    }
KINDS
