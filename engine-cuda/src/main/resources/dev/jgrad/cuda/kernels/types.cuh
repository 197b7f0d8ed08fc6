// The ten element types, what they are computed in, and conversion between them. No includes: NVRTC has no headers of
// its own, and the same text is compiled for the host by the tests.
#pragma once

#define DEVICE [[maybe_unused]] static __device__ __forceinline__

typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;
typedef float f32;
typedef double f64;

/** IEEE 754 half precision, as raw bits. */
struct f16 {
    u16 bits;
};

/** The upper half of a float, as raw bits. */
struct bf16 {
    u16 bits;
};

/** A truth value in one byte. */
struct b8 {
    u8 byte;
};

// ---- raw bits ----

DEVICE u32 bitsOf(f32 x) {
    union {
        f32 f;
        u32 u;
    } c;
    c.f = x;
    return c.u;
}

DEVICE f32 floatOf(u32 u) {
    union {
        u32 u;
        f32 f;
    } c;
    c.u = u;
    return c.f;
}

DEVICE u64 bitsOf(f64 x) {
    union {
        f64 f;
        u64 u;
    } c;
    c.f = x;
    return c.u;
}

DEVICE f64 doubleOf(u64 u) {
    union {
        u64 u;
        f64 f;
    } c;
    c.u = u;
    return c.f;
}

#define INFINITE_F floatOf(0x7f800000u)
#define NOT_A_NUMBER_F floatOf(0x7fc00000u)
#define INFINITE_D doubleOf(0x7ff0000000000000ull)

// ---- 16-bit floats ----

#if defined(__CUDA_ARCH__) && !defined(JGRAD_SIM)
DEVICE f32 halfToFloat(u16 h) {
    f32 f;
    asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(h));
    return f;
}

DEVICE u16 floatToHalf(f32 f) {
    u16 h;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h) : "f"(f));
    return h;
}
#else
DEVICE f32 halfToFloat(u16 h) {
    u32 sign = (u32)(h & 0x8000u) << 16;
    u32 exponent = (h >> 10) & 31u;
    u32 mantissa = h & 0x3ffu;
    if (exponent == 31u) {
        return floatOf(sign | 0x7f800000u | mantissa << 13);
    }
    if (exponent == 0u) {
        // A multiple of 2^-24, which a float holds exactly.
        f32 f = (f32)mantissa * floatOf(0x33800000u);
        return sign ? -f : f;
    }
    return floatOf(sign | (exponent + 112u) << 23 | mantissa << 13);
}

DEVICE u16 floatToHalf(f32 f) {
    u32 u = bitsOf(f);
    u32 sign = (u >> 16) & 0x8000u;
    u32 magnitude = u & 0x7fffffffu;
    if (magnitude > 0x7f800000u) {
        return (u16)(sign | 0x7fffu);
    }
    if (magnitude >= 0x477ff000u) {
        return (u16)(sign | 0x7c00u);
    }
    if (magnitude < 0x38800000u) {
        // Subnormal: one half has its last bit at 2^-24, so adding it rounds at the right place.
        f32 shifted = floatOf(magnitude) + floatOf(0x3f000000u);
        return (u16)(sign | (bitsOf(shifted) - 0x3f000000u));
    }
    u32 odd = (magnitude >> 13) & 1u;
    return (u16)(sign | ((magnitude - 0x38000000u + 0xfffu + odd) >> 13));
}
#endif

DEVICE f32 bfloatToFloat(u16 b) {
    return floatOf((u32)b << 16);
}

DEVICE u16 floatToBfloat(f32 f) {
    u32 u = bitsOf(f);
    return f != f ? (u16)0x7fc0 : (u16)((u + 0x7fffu + ((u >> 16) & 1u)) >> 16);
}

// ---- computing ----

/** What elements of a type are computed in: narrow floats in float, integers in 64 bits and cut afterwards. */
template <class T>
struct Computed {
    typedef i64 type;
};
template <>
struct Computed<f32> {
    typedef f32 type;
};
template <>
struct Computed<f16> {
    typedef f32 type;
};
template <>
struct Computed<bf16> {
    typedef f32 type;
};
template <>
struct Computed<f64> {
    typedef f64 type;
};

DEVICE f32 widen(f32 x) { return x; }
DEVICE f64 widen(f64 x) { return x; }
DEVICE f32 widen(f16 x) { return halfToFloat(x.bits); }
DEVICE f32 widen(bf16 x) { return bfloatToFloat(x.bits); }
DEVICE i64 widen(i64 x) { return x; }
DEVICE i64 widen(i32 x) { return x; }
DEVICE i64 widen(i16 x) { return x; }
DEVICE i64 widen(i8 x) { return x; }
DEVICE i64 widen(u8 x) { return x; }
DEVICE i64 widen(b8 x) { return x.byte != 0; }

// What an integer cannot hold, NaN among it, becomes the least one, as the CPU's own instruction has it.
template <class F>
DEVICE i64 toLong(F x) {
    return x >= (F)-9223372036854775808.0 && x < (F)9223372036854775808.0 ? (i64)x : (i64)(1ull << 63);
}

template <class F>
DEVICE i32 toInt(F x) {
    return x >= (F)-2147483648.0 && x < (F)2147483648.0 ? (i32)x : (i32)(1u << 31);
}

/** Conversion from what was computed to an element type. */
template <class T>
struct Narrow {
    DEVICE T of(i64 x) { return (T)x; }
    DEVICE T of(f32 x) { return (T)toInt(x); }
    DEVICE T of(f64 x) { return (T)toInt(x); }
};
template <>
struct Narrow<i64> {
    DEVICE i64 of(i64 x) { return x; }
    DEVICE i64 of(f32 x) { return toLong(x); }
    DEVICE i64 of(f64 x) { return toLong(x); }
};
template <>
struct Narrow<b8> {
    template <class C>
    DEVICE b8 of(C x) {
        b8 b;
        b.byte = x != (C)0;
        return b;
    }
};
template <>
struct Narrow<f32> {
    template <class C>
    DEVICE f32 of(C x) { return (f32)x; }
};
template <>
struct Narrow<f64> {
    template <class C>
    DEVICE f64 of(C x) { return (f64)x; }
};
template <>
struct Narrow<f16> {
    template <class C>
    DEVICE f16 of(C x) {
        f16 h;
        h.bits = floatToHalf((f32)x);
        return h;
    }
};
template <>
struct Narrow<bf16> {
    template <class C>
    DEVICE bf16 of(C x) {
        bf16 h;
        h.bits = floatToBfloat((f32)x);
        return h;
    }
};

template <class T, class C>
DEVICE T narrow(C x) {
    return Narrow<T>::of(x);
}

template <class C>
struct IsFloating {
    static const bool value = false;
};
template <>
struct IsFloating<f32> {
    static const bool value = true;
};
template <>
struct IsFloating<f64> {
    static const bool value = true;
};

// ---- what went wrong on the device ----

/** Filled by the first thread that meets bad input; the host looks at it when it waits for the stream. */
struct Failure {
    u32 code;
    u32 unused;
    i64 value;
    i64 dim;
    i64 size;
};

#define FAILURE_INDEX 1u
#define FAILURE_SELECTION 2u
#define FAILURE_DIVISION 3u
#define FAILURE_TARGET 4u

DEVICE void fail(Failure* failure, u32 code, i64 value, i64 dim, i64 size) {
    if (atomicCAS(&failure->code, 0u, code) == 0u) {
        failure->value = value;
        failure->dim = dim;
        failure->size = size;
    }
}
