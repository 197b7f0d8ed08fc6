// What nvcc has built in, for a host compiler: put before every kernel source.
#pragma once
#include "kernel.h"

#define JGRAD_SIM 1
#define __CUDACC_RTC__ 1
#ifndef __CUDA_ARCH__
#define __CUDA_ARCH__ 900
#endif
#define __device__
#define __host__
#define __constant__
#define __forceinline__ inline
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __restrict__ __restrict
#define __builtin_assume(x)
#define __grid_constant__
// __global__ and __shared__ are rewritten by the compiler's stand-in.

typedef __SIZE_TYPE__ size_t;
typedef unsigned int uint;
#define NULL 0
#define CUDART_INF_F __builtin_inff()
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")

typedef SimIndex uint3;
struct dim3 {
    unsigned x, y, z;
};
#define threadIdx sim_threadIdx
#define blockIdx sim_blockIdx
#define blockDim sim_blockDim
#define gridDim sim_gridDim
#define warpSize 32

#define SIM_VECTOR(T, N, A2, A4)                                     \
    struct alignas(sizeof(T)) N##1 { T x; };                         \
    struct alignas(A2) N##2 { T x, y; };                             \
    struct N##3 { T x, y, z; };                                      \
    struct alignas(A4) N##4 { T x, y, z, w; };                       \
    inline N##1 make_##N##1(T x) { return {x}; }                     \
    inline N##2 make_##N##2(T x, T y) { return {x, y}; }             \
    inline N##3 make_##N##3(T x, T y, T z) { return {x, y, z}; }     \
    inline N##4 make_##N##4(T x, T y, T z, T w) { return {x, y, z, w}; }
SIM_VECTOR(signed char, char, 2, 4)
SIM_VECTOR(unsigned char, uchar, 2, 4)
SIM_VECTOR(short, short, 4, 8)
SIM_VECTOR(unsigned short, ushort, 4, 8)
SIM_VECTOR(int, int, 8, 16)
SIM_VECTOR(float, float, 8, 16)
SIM_VECTOR(long long, longlong, 16, 16)
SIM_VECTOR(unsigned long long, ulonglong, 16, 16)
SIM_VECTOR(double, double, 16, 16)
struct alignas(8) uint2 { unsigned x, y; };
struct alignas(16) uint4 { unsigned x, y, z, w; };
inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
inline uint3 make_uint3(unsigned x, unsigned y, unsigned z) { return {x, y, z}; }
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }

// Threads of a block

inline void __syncthreads() { sim_barrier(0); }
inline int __syncthreads_count(int p) { return sim_barrier(p); }
inline int __syncthreads_or(int p) { return sim_barrier(p) != 0; }
inline int __syncthreads_and(int p) { return sim_barrier(!p) == 0; }
inline void __threadfence() {}
inline void __threadfence_block() {}
inline void __threadfence_system() {}
inline void __nanosleep(unsigned) {}
inline void __trap() { sim_trap(); }
inline unsigned __activemask() { return sim_activeLanes(); }

inline void __syncwarp(unsigned mask = 0xffffffffu) {
    unsigned long long values[32];
    sim_exchange(mask, 0, values);
}
inline unsigned __ballot_sync(unsigned mask, int predicate) {
    unsigned long long values[32];
    const unsigned lanes = sim_exchange(mask, predicate != 0, values);
    unsigned ballot = 0;
    for (int l = 0; l < 32; l++) ballot |= (lanes >> l & 1 && values[l]) ? 1u << l : 0;
    return ballot;
}
inline int __any_sync(unsigned mask, int p) { return __ballot_sync(mask, p) != 0; }
inline int __all_sync(unsigned mask, int p) { return __ballot_sync(mask, !p) == 0; }
template <class T>
inline unsigned __match_any_sync(unsigned mask, T value) {
    unsigned long long bits = 0, values[32];
    __builtin_memcpy(&bits, &value, sizeof value);
    const unsigned lanes = sim_exchange(mask, bits, values);
    unsigned same = 0;
    for (int l = 0; l < 32; l++) same |= (lanes >> l & 1 && values[l] == bits) ? 1u << l : 0;
    return same;
}

// A lane that did not take part gives a value nobody should use.
template <class T>
inline T simShuffle(unsigned mask, T value, int source) {
    static_assert(sizeof(T) <= 8, "shuffles move at most 8 bytes");
    unsigned long long bits = 0, values[32];
    __builtin_memcpy(&bits, &value, sizeof value);
    const unsigned lanes = sim_exchange(mask, bits, values);
    bits = lanes >> source & 1 ? values[source] : 0xdeadbeefdeadbeefull;
    T result;
    __builtin_memcpy(&result, &bits, sizeof result);
    return result;
}
template <class T>
inline T __shfl_sync(unsigned mask, T v, int lane, int width = 32) {
    const int self = (int) sim_lane();
    return simShuffle(mask, v, (self & -width) + (lane & (width - 1)));
}
template <class T>
inline T __shfl_down_sync(unsigned mask, T v, unsigned delta, int width = 32) {
    const int self = (int) sim_lane(), source = self + (int) delta;
    return simShuffle(mask, v, (source & -width) == (self & -width) ? source : self);
}
template <class T>
inline T __shfl_up_sync(unsigned mask, T v, unsigned delta, int width = 32) {
    const int self = (int) sim_lane(), source = self - (int) delta;
    return simShuffle(mask, v, source >= (self & -width) ? source : self);
}
template <class T>
inline T __shfl_xor_sync(unsigned mask, T v, int lanes, int width = 32) {
    const int self = (int) sim_lane(), source = self ^ lanes;
    return simShuffle(mask, v, (source & -width) <= (self & -width) ? source : self);
}

// Atomic operations: threads run one at a time.

template <class T> struct SimPlain { typedef T type; };
#define SIM_ATOMIC(name, expression)                                         \
    template <class T>                                                       \
    inline T name(T *p, typename SimPlain<T>::type v) {                      \
        const T old = *p;                                                    \
        *p = expression;                                                     \
        return old;                                                          \
    }
SIM_ATOMIC(atomicAdd, old + v)
SIM_ATOMIC(atomicSub, old - v)
SIM_ATOMIC(atomicExch, v)
SIM_ATOMIC(atomicMin, old < v ? old : v)
SIM_ATOMIC(atomicMax, old < v ? v : old)
SIM_ATOMIC(atomicAnd, old & v)
SIM_ATOMIC(atomicOr, old | v)
SIM_ATOMIC(atomicXor, old ^ v)
SIM_ATOMIC(atomicInc, old >= v ? 0 : old + 1)
template <class T>
inline T atomicCAS(T *p, typename SimPlain<T>::type compare, typename SimPlain<T>::type v) {
    const T old = *p;
    if (old == compare) *p = v;
    return old;
}

template <class T> inline T __ldg(const T *p) { return *p; }
template <class T> inline T __ldcs(const T *p) { return *p; }
template <class T> inline T __ldcg(const T *p) { return *p; }
template <class T> inline void __stcs(T *p, T v) { *p = v; }
template <class T> inline void __stcg(T *p, T v) { *p = v; }

// Numbers

#define SIM_MATH1(name)                                               \
    inline float name##f(float x) { return __builtin_##name##f(x); }  \
    inline double name(double x) { return __builtin_##name(x); }      \
    inline float name(float x) { return __builtin_##name##f(x); }     \
    inline double name(int x) { return __builtin_##name(x); }         \
    inline double name(long long x) { return __builtin_##name((double) x); }
#define SIM_MATH2(name)                                                           \
    inline float name##f(float x, float y) { return __builtin_##name##f(x, y); }  \
    inline double name(double x, double y) { return __builtin_##name(x, y); }     \
    inline float name(float x, float y) { return __builtin_##name##f(x, y); }
SIM_MATH1(exp) SIM_MATH1(exp2) SIM_MATH1(expm1) SIM_MATH1(log) SIM_MATH1(log2) SIM_MATH1(log10) SIM_MATH1(log1p)
SIM_MATH1(sin) SIM_MATH1(cos) SIM_MATH1(tan) SIM_MATH1(asin) SIM_MATH1(acos) SIM_MATH1(atan)
SIM_MATH1(sinh) SIM_MATH1(cosh) SIM_MATH1(tanh) SIM_MATH1(asinh) SIM_MATH1(acosh) SIM_MATH1(atanh)
SIM_MATH1(sqrt) SIM_MATH1(cbrt) SIM_MATH1(fabs) SIM_MATH1(floor) SIM_MATH1(ceil) SIM_MATH1(trunc) SIM_MATH1(round)
SIM_MATH1(rint) SIM_MATH1(nearbyint) SIM_MATH1(erf) SIM_MATH1(erfc) SIM_MATH1(tgamma) SIM_MATH1(lgamma)
SIM_MATH1(j0) SIM_MATH1(j1) SIM_MATH1(y0) SIM_MATH1(y1) SIM_MATH1(logb)
SIM_MATH2(pow) SIM_MATH2(fmod) SIM_MATH2(atan2) SIM_MATH2(hypot) SIM_MATH2(copysign) SIM_MATH2(nextafter)
SIM_MATH2(fmin) SIM_MATH2(fmax) SIM_MATH2(fdim) SIM_MATH2(remainder)
inline float fmaf(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
inline float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline float ldexpf(float x, int e) { return __builtin_ldexpf(x, e); }
inline float ldexp(float x, int e) { return __builtin_ldexpf(x, e); }
inline double ldexp(double x, int e) { return __builtin_ldexp(x, e); }
inline float scalbnf(float x, int e) { return __builtin_ldexpf(x, e); }
inline float frexpf(float x, int *e) { return __builtin_frexpf(x, e); }
inline float frexp(float x, int *e) { return __builtin_frexpf(x, e); }
inline double frexp(double x, int *e) { return __builtin_frexp(x, e); }
inline float modff(float x, float *i) { return __builtin_modff(x, i); }
inline double modf(double x, double *i) { return __builtin_modf(x, i); }
inline float rsqrtf(float x) { return 1 / __builtin_sqrtf(x); }
inline double rsqrt(double x) { return 1 / __builtin_sqrt(x); }
inline float rsqrt(float x) { return rsqrtf(x); }
inline float exp10f(float x) { return __builtin_powf(10, x); }
inline double exp10(double x) { return __builtin_pow(10, x); }
inline void sincosf(float x, float *s, float *c) { *s = __builtin_sinf(x); *c = __builtin_cosf(x); }
inline void sincos(double x, double *s, double *c) { *s = __builtin_sin(x); *c = __builtin_cos(x); }
inline double sinpi(double x) { return __builtin_sin(3.14159265358979323846 * __builtin_fmod(x, 2)); }
inline double cospi(double x) { return __builtin_cos(3.14159265358979323846 * __builtin_fmod(x, 2)); }
inline float sinpif(float x) { return (float) sinpi(x); }
inline float cospif(float x) { return (float) cospi(x); }
inline void sincospif(float x, float *s, float *c) { *s = sinpif(x); *c = cospif(x); }
inline int abs(int x) { return x < 0 ? -x : x; }
inline long long abs(long long x) { return x < 0 ? -x : x; }
inline long long llabs(long long x) { return x < 0 ? -x : x; }
inline float abs(float x) { return __builtin_fabsf(x); }
inline double abs(double x) { return __builtin_fabs(x); }
inline long long llrint(double x) { return __builtin_llrint(x); }
inline long long llrintf(float x) { return __builtin_llrintf(x); }
inline double normcdf(double x) { return 0.5 * __builtin_erfc(-x * 0.70710678118654752440); }
inline float normcdff(float x) { return (float) normcdf(x); }
// Giles' start and two steps of Newton.
inline double erfinv(double y) {
    if (!(y > -1 && y < 1)) return y == 1 ? __builtin_inf() : y == -1 ? -__builtin_inf() : __builtin_nan("");
    const double l = __builtin_log1p(-y * y), a = 2 / (3.14159265358979323846 * 0.147) + l / 2;
    double x = __builtin_copysign(__builtin_sqrt(__builtin_sqrt(a * a - l / 0.147) - a), y);
    for (int i = 0; i < 4; i++) {
        const double e = __builtin_fabs(x) < 1 ? __builtin_erf(x) - y
            : y > 0 ? (1 - y) - __builtin_erfc(x) : __builtin_erfc(-x) - (1 + y);
        const double step = e / (1.12837916709551257390 * __builtin_exp(-x * x));
        x -= step / (1 + x * step);
    }
    return x;
}
inline float erfinvf(float y) { return (float) erfinv(y); }
inline float erfinv(float y) { return (float) erfinv((double) y); }
inline double normcdfinv(double p) { return 1.41421356237309504880 * erfinv(2 * p - 1); }
inline float normcdfinvf(float p) { return (float) normcdfinv(p); }

#define SIM_CLASSIFY(name, builtin)                            \
    inline bool name(float x) { return builtin(x); }           \
    inline bool name(double x) { return builtin(x); }
SIM_CLASSIFY(isnan, __builtin_isnan)
SIM_CLASSIFY(isinf, __builtin_isinf)
SIM_CLASSIFY(isfinite, __builtin_isfinite)
SIM_CLASSIFY(signbit, __builtin_signbit)

#define SIM_MINMAX(T)                                          \
    inline T min(T a, T b) { return a < b ? a : b; }           \
    inline T max(T a, T b) { return a < b ? b : a; }
SIM_MINMAX(int) SIM_MINMAX(unsigned) SIM_MINMAX(long) SIM_MINMAX(unsigned long) SIM_MINMAX(long long)
SIM_MINMAX(unsigned long long)
inline float min(float a, float b) { return __builtin_fminf(a, b); }
inline float max(float a, float b) { return __builtin_fmaxf(a, b); }
inline double min(double a, double b) { return __builtin_fmin(a, b); }
inline double max(double a, double b) { return __builtin_fmax(a, b); }

template <class R, class T> inline R simBits(T v) { R r; __builtin_memcpy(&r, &v, sizeof r); return r; }
inline int __float_as_int(float x) { return simBits<int>(x); }
inline unsigned __float_as_uint(float x) { return simBits<unsigned>(x); }
inline float __int_as_float(int x) { return simBits<float>(x); }
inline float __uint_as_float(unsigned x) { return simBits<float>(x); }
inline long long __double_as_longlong(double x) { return simBits<long long>(x); }
inline double __longlong_as_double(long long x) { return simBits<double>(x); }
inline int __double2hiint(double x) { return (int) (simBits<unsigned long long>(x) >> 32); }
inline int __double2loint(double x) { return (int) simBits<unsigned long long>(x); }
inline double __hiloint2double(int h, int l) { return simBits<double>((unsigned long long) (unsigned) h << 32 | (unsigned) l); }
inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned) ((unsigned long long) a * b >> 32); }
inline int __mulhi(int a, int b) { return (int) ((long long) a * b >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return (unsigned long long) ((unsigned __int128) a * b >> 64);
}
inline long long __mul64hi(long long a, long long b) { return (long long) ((__int128) a * b >> 64); }
inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz((unsigned) x); }
inline int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll((unsigned long long) x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __ffsll(long long x) { return __builtin_ffsll(x); }
inline unsigned __brev(unsigned x) {
    unsigned r = 0;
    for (int i = 0; i < 32; i++) r |= (x >> i & 1) << (31 - i);
    return r;
}
inline unsigned __byte_perm(unsigned x, unsigned y, unsigned s) {
    const unsigned long long all = (unsigned long long) y << 32 | x;
    unsigned r = 0;
    for (int i = 0; i < 4; i++) r |= (unsigned) (all >> 8 * (s >> 4 * i & 7) & 0xff) << 8 * i;
    return r;
}
inline unsigned __funnelshift_l(unsigned l, unsigned h, unsigned s) {
    return (unsigned) (((unsigned long long) h << 32 | l) << (s & 31) >> 32);
}
inline unsigned __funnelshift_r(unsigned l, unsigned h, unsigned s) {
    return (unsigned) (((unsigned long long) h << 32 | l) >> (s & 31));
}
inline float __expf(float x) { return __builtin_expf(x); }
inline float __exp10f(float x) { return exp10f(x); }
inline float __logf(float x) { return __builtin_logf(x); }
inline float __log2f(float x) { return __builtin_log2f(x); }
inline float __sinf(float x) { return __builtin_sinf(x); }
inline float __cosf(float x) { return __builtin_cosf(x); }
inline float __powf(float x, float y) { return __builtin_powf(x, y); }
inline float __fdividef(float x, float y) { return x / y; }
inline float __frcp_rn(float x) { return 1 / x; }
inline float __fsqrt_rn(float x) { return __builtin_sqrtf(x); }
inline float __frsqrt_rn(float x) { return 1 / __builtin_sqrtf(x); }
inline float __saturatef(float x) { return x > 0 ? x < 1 ? x : 1 : 0; }
#define SIM_ROUNDED(name, T, op) inline T name(T a, T b) { volatile T r = a op b; return r; }
SIM_ROUNDED(__fadd_rn, float, +) SIM_ROUNDED(__fsub_rn, float, -) SIM_ROUNDED(__fmul_rn, float, *)
SIM_ROUNDED(__fdiv_rn, float, /) SIM_ROUNDED(__dadd_rn, double, +) SIM_ROUNDED(__dsub_rn, double, -)
SIM_ROUNDED(__dmul_rn, double, *) SIM_ROUNDED(__ddiv_rn, double, /)
inline float __fmaf_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double __fma_rn(double a, double b, double c) { return __builtin_fma(a, b, c); }
inline float __double2float_rn(double x) { return (float) x; }
inline float __ll2float_rn(long long x) { return (float) x; }
inline float __int2float_rn(int x) { return (float) x; }
inline int __float2int_rn(float x) { return (int) __builtin_rintf(x); }
inline int __float2int_rd(float x) { return (int) __builtin_floorf(x); }
inline int __float2int_rz(float x) { return (int) x; }
inline long long __double2ll_rn(double x) { return __builtin_llrint(x); }
inline long long __float2ll_rz(float x) { return (long long) x; }

extern "C" int printf(const char *, ...);
#define assert(x) ((x) ? (void) 0 : sim_trap())

// Entries

template <class T> struct SimKind { static const int value = __is_class(T) ? SIM_STRUCT : SIM_SCALAR; };
template <class T> struct SimKind<T *> { static const int value = SIM_POINTER; };
template <class T> struct SimKind<const T *> { static const int value = SIM_CONST_POINTER; };
template <class T> struct SimValue { typedef T type; };
template <class T> struct SimValue<const T> { typedef T type; };
template <int... I> struct SimSequence {};
template <class F> struct SimSignature;
template <class... A> struct SimSignature<void(A...)> {
    static const int count = sizeof...(A);
    static constexpr SimParam params[sizeof...(A) + 1] = {{SimKind<typename SimValue<A>::type>::value, (int) sizeof(A)}..., {0, 0}};
    template <void (*F)(A...)> static void call(void **p) { apply<F>(p, SimSequence<__integer_pack((int) sizeof...(A))...>()); }
    template <void (*F)(A...), int... I> static void apply(void **p, SimSequence<I...>) { F(*(A *) p[I]...); }
};
