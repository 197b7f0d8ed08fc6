#include "problem.h"

namespace sim {

int Problem::make(const Tensor *x, const Filter *w, const Convolution *c, const Tensor *y, Problem *out) {
    if (!is_live(x) || !is_live(w) || !is_live(c) || !is_live(y)) {
        return BAD_PARAM;
    }
    Type t;
    if (!type_of(x->type, &t)) {
        return NOT_SUPPORTED;
    }
    size_t rank = c->stride.size() + 2;
    if (x->type != w->type || x->type != y->type || x->sizes.size() != rank || w->sizes.size() != rank ||
        y->sizes.size() != rank || c->mode != 1) {
        return BAD_PARAM;
    }
    // The type sums are kept in: double for double, float for everything else.
    if (c->compute != (t == Type::Double ? 1 : 0)) {
        return NOT_SUPPORTED;
    }
    if (x->sizes[1] != w->sizes[1] * c->groups || w->sizes[0] % c->groups != 0 || y->sizes[0] != x->sizes[0] ||
        y->sizes[1] != w->sizes[0]) {
        return BAD_SHAPE;
    }
    for (size_t d = 2; d < rank; d++) {
        int64_t window = (w->sizes[d] - 1) * c->dilation[d - 2] + 1;
        int64_t room = x->sizes[d] + 2 * c->padding[d - 2] - window;
        if (room < 0 || y->sizes[d] != room / c->stride[d - 2] + 1) {
            return BAD_SHAPE;
        }
    }
    if (t == Type::Double && w->format == 1) {
        return NOT_SUPPORTED;
    }
    *out = Problem{*x, *y, *w, *c, t};
    return SUCCESS;
}

size_t Problem::workspace(int algorithm) const {
    return algorithm == 0 ? 0 : 512 * static_cast<size_t>(algorithm) + 24 * static_cast<size_t>(w.sizes[0]);
}

}  // namespace sim
