// Random numbers: Philox 4x32-10 (Salmon et al. 2011), a counter per thread. An element depends on seed, offset and its
// row-major number only, so that every launch shape, and the CPU, give the same. Defined by the host: OUT (element type)
// and KINDS, a list of X(DISTRIBUTION).
#include "walk.cuh"
#include "math.cuh"

struct RandomCall {
    OUT* out;
    i64 count;
    u64 seed;
    u64 offset;
    /** What a replayed graph adds to the offset; null outside of graphs. */
    const u64* more;
    f64 p;
    f64 q;
    i64 integerP;
    i64 integerQ;
    Walk<1> walk;
};

struct Words {
    u32 word[4];

    __device__ Words(u64 seed, u64 counter) {
        u32 k0 = (u32)seed;
        u32 k1 = (u32)(seed >> 32);
        u32 x0 = (u32)counter;
        u32 x1 = (u32)(counter >> 32);
        u32 x2 = 0;
        u32 x3 = 0;
        for (int round = 0; round < 10; round++) {
            u64 p0 = 0xD2511F53ull * x0;
            u64 p1 = 0xCD9E8D57ull * x2;
            x0 = (u32)(p1 >> 32) ^ x1 ^ k0;
            x2 = (u32)(p0 >> 32) ^ x3 ^ k1;
            x1 = (u32)p1;
            x3 = (u32)p0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        word[0] = x0;
        word[1] = x1;
        word[2] = x2;
        word[3] = x3;
    }

    __device__ u64 wide(int n) const { return word[2 * n] | (u64)word[2 * n + 1] << 32; }
};

// Products and sums that are rounded one by one: the compiler must not fuse them, or the CPU would give other numbers.
#if defined(__CUDA_ARCH__) && !defined(JGRAD_SIM)
DEVICE f32 product(f32 a, f32 b) { return __fmul_rn(a, b); }
DEVICE f32 sum(f32 a, f32 b) { return __fadd_rn(a, b); }
DEVICE f64 product(f64 a, f64 b) { return __dmul_rn(a, b); }
DEVICE f64 sum(f64 a, f64 b) { return __dadd_rn(a, b); }
#else
DEVICE f32 product(f32 a, f32 b) { return a * b; }
DEVICE f32 sum(f32 a, f32 b) { return a + b; }
DEVICE f64 product(f64 a, f64 b) { return a * b; }
DEVICE f64 sum(f64 a, f64 b) { return a + b; }
#endif

/** The upper half of a product. */
DEVICE u64 productHigh(u64 a, u64 b) {
    u64 low = (a & 0xffffffffu) * (b & 0xffffffffu);
    u64 m1 = (a >> 32) * (b & 0xffffffffu) + (low >> 32);
    u64 m2 = (a & 0xffffffffu) * (b >> 32) + (m1 & 0xffffffffu);
    return (a >> 32) * (b >> 32) + (m1 >> 32) + (m2 >> 32);
}

/** As many random bits as the significand has, so that rounding cannot reach 1. */
template <class T>
struct Bits {
    static const int value = 24;
};
template <>
struct Bits<f16> {
    static const int value = 11;
};
template <>
struct Bits<bf16> {
    static const int value = 8;
};

/** 24 or 53 random bits as a number from 0 to below 1. */
DEVICE f32 unit(const Words& w, int n, f32) { return (f32)(w.word[n] >> 8) * floatOf(0x33800000u); }
DEVICE f64 unit(const Words& w, int n, f64) { return (f64)(w.wide(n) >> 11) * doubleOf(0x3ca0000000000000ull); }

/** Likewise, from above 0 to 1. */
DEVICE f32 above(const Words& w, int n, f32) { return (f32)((w.word[n] >> 8) + 1) * floatOf(0x33800000u); }
DEVICE f64 above(const Words& w, int n, f64) { return (f64)((w.wide(n) >> 11) + 1) * doubleOf(0x3ca0000000000000ull); }

#define METHOD __device__ __forceinline__
#define DEVICE_STATIC static __device__ __forceinline__

struct UNIFORM {
    METHOD f32 of(const RandomCall& c, const Words& w, int n, f32) const {
        const int bits = Bits<OUT>::value;
        f32 u = (f32)(w.word[n] >> (32 - bits)) * ((f32)1 / (f32)(1 << bits));
        return sum(product(u, (f32)c.q - (f32)c.p), (f32)c.p);
    }
    METHOD f64 of(const RandomCall& c, const Words& w, int n, f64) const {
        return sum(product(unit(w, n, (f64)0), c.q - c.p), c.p);
    }
};

struct BERNOULLI {
    template <class C>
    METHOD C of(const RandomCall& c, const Words& w, int n, C) const {
        return unit(w, n, (C)0) < (C)c.p ? (C)1 : (C)0;
    }
};

struct EXPONENTIAL {
    template <class C>
    METHOD C of(const RandomCall& c, const Words& w, int n, C) const {
        // Not -0 where the logarithm is 0.
        return (C)0 - log_(above(w, n, (C)0)) / (C)c.p;
    }
};

/** Box and Muller: two neighbours share a radius and an angle. */
struct NORMAL {
    template <class C>
    METHOD C of(const RandomCall& c, const Words& w, int n, C) const {
        int even = n & ~1;
        C radius = sqrt_((C)-2 * log_(above(w, even, (C)0)));
        C angle = product(unit(w, even + 1, (C)0), (C)(2 * PI));
        C side = n & 1 ? sin_(angle) : cos_(angle);
        return sum((C)c.p, product((C)c.q, product(radius, side)));
    }
};

template <class T>
struct IsWide {
    static const bool value = true;
};
template <>
struct IsWide<f32> {
    static const bool value = false;
};
template <>
struct IsWide<f16> {
    static const bool value = false;
};
template <>
struct IsWide<bf16> {
    static const bool value = false;
};

template <bool WIDER>
struct Computing {
    typedef f32 type;
};
template <>
struct Computing<true> {
    typedef f64 type;
};

DEVICE void store(const RandomCall& c, i64 i, OUT value) {
    place at[1];
    clear(at);
    c.walk.locate((place)i, at);
    c.out[at[0]] = value;
}

DEVICE u64 firstCounter(const RandomCall& c) {
    return c.offset + (c.more ? *c.more : 0);
}

template <class F>
DEVICE void draw(const RandomCall& c) {
    typedef Computing<IsWide<OUT>::value>::type C;
    const int each = IsWide<OUT>::value ? 2 : 4;
    F f;
    i64 counters = (c.count + each - 1) / each;
    for (i64 k = (i64)threadNumber(); k < counters; k += (i64)threadCount()) {
        // A pair of doubles takes two 64-bit words, which is all that one counter gives.
        Words w(c.seed, firstCounter(c) + (u64)k);
        for (int n = 0; n < each && k * each + n < c.count; n++) {
            store(c, k * each + n, narrow<OUT>(f.of(c, w, n, (C)0)));
        }
    }
}

template <class F>
struct Draw {
    DEVICE_STATIC void run(const RandomCall& c) { draw<F>(c); }
};

struct INTEGER {};

/** By the upper half of a product: no division, and hardly a bias. A range of 2^64 shows as 0. */
template <>
struct Draw<INTEGER> {
    DEVICE_STATIC void run(const RandomCall& c) {
        u64 range = (u64)c.integerQ - (u64)c.integerP;
        for (i64 k = (i64)threadNumber(); k < (c.count + 1) / 2; k += (i64)threadCount()) {
            Words w(c.seed, firstCounter(c) + (u64)k);
            for (int n = 0; n < 2 && k * 2 + n < c.count; n++) {
                u64 x = range == 0 ? w.wide(n) : productHigh(w.wide(n), range);
                store(c, k * 2 + n, narrow<OUT>((i64)((u64)c.integerP + x)));
            }
        }
    }
};

#define X(K) \
    extern "C" __global__ void K##_fill(const RandomCall c) { Draw<K>::run(c); }
KINDS
