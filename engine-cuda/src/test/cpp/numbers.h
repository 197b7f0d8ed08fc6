// Reading and writing elements of the dtypes that cuBLAS and cuDNN compute with.
#pragma once

#include <cstdint>
#include <cstring>

namespace sim {

enum class Type { Float, Double, Half, Bfloat16 };

inline size_t size_of(Type t) { return t == Type::Double ? 8 : t == Type::Float ? 4 : 2; }

inline uint32_t bits_of(float f) {
    uint32_t b;
    std::memcpy(&b, &f, 4);
    return b;
}

inline float from_bits(uint32_t b) {
    float f;
    std::memcpy(&f, &b, 4);
    return f;
}

// Rounds to the nearest with this many bits of mantissa, ties to even; infinities and NaN pass.
inline float round_mantissa(float f, int bits) {
    uint32_t b = bits_of(f);
    if ((b & 0x7f800000u) == 0x7f800000u) {
        return f;
    }
    int drop = 23 - bits;
    uint32_t odd = (b >> drop) & 1;
    b += (1u << (drop - 1)) - 1 + odd;
    return from_bits(b & ~((1u << drop) - 1));
}

inline float half_to_float(uint16_t h) {
    uint32_t sign = (h & 0x8000u) << 16, exponent = (h >> 10) & 31, mantissa = h & 0x3ffu;
    if (exponent == 31) {
        return from_bits(sign | 0x7f800000u | mantissa << 13);
    }
    if (exponent == 0) {
        float small = mantissa * from_bits(0x33800000u);  // 2^-24
        return sign ? -small : small;
    }
    return from_bits(sign | (exponent + 112) << 23 | mantissa << 13);
}

inline uint16_t float_to_half(float f) {
    uint32_t b = bits_of(f), sign = (b >> 16) & 0x8000u;
    b &= 0x7fffffffu;
    if (b > 0x7f800000u) {
        return sign | 0x7e00u;
    }
    if (b >= 0x477ff000u) {
        return sign | 0x7c00u;
    }
    if (b < 0x38800000u) {  // below 2^-14: adding 0.5 leaves the rounded multiple of 2^-24 in the low bits
        float shifted = from_bits(b) + 0.5f;
        return sign | (bits_of(shifted) & 0x7ffu);
    }
    b += 0xfffu + ((b >> 13) & 1);
    return sign | ((b - 0x38000000u) >> 13);
}

inline double load(Type t, const void *p, int64_t i) {
    switch (t) {
    case Type::Float: return static_cast<const float *>(p)[i];
    case Type::Double: return static_cast<const double *>(p)[i];
    case Type::Half: return half_to_float(static_cast<const uint16_t *>(p)[i]);
    default: return from_bits(static_cast<uint32_t>(static_cast<const uint16_t *>(p)[i]) << 16);
    }
}

inline void store(Type t, void *p, int64_t i, double v) {
    switch (t) {
    case Type::Float: static_cast<float *>(p)[i] = static_cast<float>(v); break;
    case Type::Double: static_cast<double *>(p)[i] = v; break;
    case Type::Half: static_cast<uint16_t *>(p)[i] = float_to_half(static_cast<float>(v)); break;
    default:
        static_cast<uint16_t *>(p)[i] =
            v != v ? 0x7fc0u : static_cast<uint16_t>(bits_of(round_mantissa(static_cast<float>(v), 7)) >> 16);
    }
}

// An operand of a tensor-core product: float32 keeps 10 bits of mantissa under TF32.
inline double operand(Type t, const void *p, int64_t i, bool tf32) {
    double v = load(t, p, i);
    return t == Type::Float && tf32 ? round_mantissa(static_cast<float>(v), 10) : v;
}

// What a product of this type adds up in.
inline double accumulate(Type t, double sum, double term) {
    return t == Type::Double ? sum + term : static_cast<float>(sum) + static_cast<float>(term);
}

// alpha and beta are doubles for double and floats for everything else.
inline double factor(Type t, const void *host) {
    return t == Type::Double ? *static_cast<const double *>(host) : *static_cast<const float *>(host);
}

}  // namespace sim
