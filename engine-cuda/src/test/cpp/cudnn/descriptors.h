// Handles and descriptors as the stand-in for cuDNN keeps them, with the status codes of cuDNN 9.
#pragma once

#include <cstdint>
#include <vector>

#include "../numbers.h"

namespace sim {

enum Status {
    SUCCESS = 0,
    NOT_INITIALIZED = 1001,
    BAD_PARAM = 2000,
    MISALIGNED = 2003,
    BAD_SHAPE = 2008,
    NOT_SUPPORTED = 3000,
    OLD_DRIVER = 3005,
    NO_SUBLIBRARY = 3009,
    INTERNAL_ERROR = 4000,
    FAILED = 5000
};

// That a descriptor may span, gaps included.
constexpr int64_t MOST_ELEMENTS = 0x7fffffff;

enum Math { DEFAULT_MATH = 0, TENSOR_OP_MATH = 1, FMA_MATH = 3 };

template <uint64_t Magic> struct Counted {
    uint64_t magic = Magic;
    bool live() const { return magic == Magic; }
};

struct Handle : Counted<0x63644e4e48616e64> {
    void *stream = nullptr;
};

struct Tensor : Counted<0x63644e4e54656e73> {
    int type = -1;
    std::vector<int64_t> sizes, strides;
};

struct Filter : Counted<0x63644e4e46696c74> {
    int type = -1, format = 0;
    std::vector<int64_t> sizes, strides;
};

struct Convolution : Counted<0x63644e4e436f6e76> {
    std::vector<int64_t> padding, stride, dilation;
    int mode = 0, compute = 0, groups = 1, math = DEFAULT_MATH;
};

constexpr int IDENTITY = 5;

struct Activation : Counted<0x63644e4e41637469> {
    int mode = -1;
};

template <class T> bool is_live(const T *p) { return p != nullptr && p->live(); }

inline bool type_of(int cudnn, Type *out) {
    switch (cudnn) {
    case 0: *out = Type::Float; return true;
    case 1: *out = Type::Double; return true;
    case 2: *out = Type::Half; return true;
    case 9: *out = Type::Bfloat16; return true;
    default: return false;
    }
}

// Bytes from the first to the last element.
inline size_t extent(const std::vector<int64_t> &sizes, const std::vector<int64_t> &strides, Type t) {
    int64_t last = 0;
    for (size_t d = 0; d < sizes.size(); d++) {
        last += (sizes[d] - 1) * strides[d];
    }
    return static_cast<size_t>(last + 1) * size_of(t);
}

}  // namespace sim
