// A convolution with all its operands' descriptors, checked as cuDNN checks them.
#pragma once

#include "descriptors.h"

namespace sim {

struct Problem {
    Tensor x, y;
    Filter w;
    Convolution c;
    Type type;

    // A status of cuDNN 9. Refuses what cuDNN is known or allowed to refuse: float64 with the channel innermost.
    static int make(const Tensor *x, const Filter *w, const Convolution *c, const Tensor *y, Problem *out);

    int rank() const { return static_cast<int>(c.stride.size()); }
    // True where cuDNN would let a tensor core round float32.
    bool tf32() const { return type == Type::Float && c.math != FMA_MATH; }
    // What the stand-in asks for, per direction and algorithm; some ask for nothing.
    size_t workspace(int algorithm) const;
};

}  // namespace sim
