// The graph API for graphs of one convolution: descriptors with attributes, heuristics that name three engines, plans. The
// first engine turns out not to do it when its plan is made, the second rounds float32 to TF32 and adds gradients up in no
// order, the third does neither. What is set twice, read too early or left out is refused as by cuDNN.
#include <algorithm>
#include <cstring>
#include <map>
#include <memory>

#include "../device_work.h"
#include "problem.h"

using namespace sim;

extern "C" {
int cudnnConvolutionForward(Handle *, const void *, const Tensor *, const void *, const Filter *, const void *,
                            const Convolution *, int, void *, size_t, const void *, const Tensor *, void *);
int cudnnConvolutionBackwardData(Handle *, const void *, const Filter *, const void *, const Tensor *, const void *,
                                 const Convolution *, int, void *, size_t, const void *, const Tensor *, void *);
int cudnnConvolutionBackwardFilter(Handle *, const void *, const Tensor *, const void *, const Tensor *, const void *,
                                   const Convolution *, int, void *, size_t, const void *, const Filter *, void *);
}

namespace {

enum Kind { CONVOLUTION = 1, ENGINE = 2, CONFIGURATION = 3, HEURISTICS = 4, PLAN = 5, FORWARD = 10, BACKWARD_FILTER = 11,
            BACKWARD_DATA = 12, GRAPH = 15, PACK = 16, TENSOR = 17 };

// cudnnBackendAttributeType_t, and how many bytes a value has.
enum Kinds { HANDLE = 0, DATA_TYPE = 1, INT64 = 3, FLOAT = 4, DOUBLE = 5, POINTER = 6, MODE = 7, HEUR_MODE = 8, NOTE = 11,
             DESCRIPTOR = 15 };

size_t width(int type) {
    return type == DATA_TYPE || type == FLOAT || type == MODE || type == HEUR_MODE || type == NOTE ? 4 : 8;
}

// Where an operation has its operands, counted from its first attribute: the same in each direction.
constexpr int W = 3, X = 4, Y = 5;

constexpr int ENGINES = 3, BROKEN = 0, FAST = 1;
constexpr int FALLBACK = 2;

struct Content;
using Link = std::shared_ptr<Content>;

struct Value {
    int type = -1;
    int64_t count = 0;
    std::vector<char> bytes;
    Link link;
};

struct Content {
    int kind = 0;
    bool finished = false;
    int engine = -1;  // of engines, configurations and plans
    std::map<int, Value> values;

    const Value *find(int name) const {
        auto found = values.find(name);
        return found == values.end() ? nullptr : &found->second;
    }
    template <class T> std::vector<T> all(int name) const {
        const Value *v = find(name);
        std::vector<T> out(v == nullptr ? 0 : v->count);
        if (v != nullptr && width(v->type) == sizeof(T)) {
            std::memcpy(out.data(), v->bytes.data(), v->bytes.size());
        }
        return out;
    }
    template <class T> T one(int name, T missing = {}) const {
        auto v = all<T>(name);
        return v.empty() ? missing : v[0];
    }
    Link link(int name) const {
        const Value *v = find(name);
        return v == nullptr ? nullptr : v->link;
    }
};

// The first of a kind's attributes, how many there are, and the types of their values.
struct Attributes {
    int first;
    std::vector<int> types;
};

const std::map<int, Attributes> ATTRIBUTES = {
    {CONVOLUTION, {100, {DATA_TYPE, MODE, INT64, INT64, INT64, INT64, INT64}}},
    {HEURISTICS, {200, {HEUR_MODE, DESCRIPTOR}}},
    {PLAN, {400, {HANDLE, DESCRIPTOR}}},
    {FORWARD, {700, {FLOAT, FLOAT, DESCRIPTOR, DESCRIPTOR, DESCRIPTOR, DESCRIPTOR}}},
    {BACKWARD_DATA, {706, {FLOAT, FLOAT, DESCRIPTOR, DESCRIPTOR, DESCRIPTOR, DESCRIPTOR}}},
    {BACKWARD_FILTER, {712, {FLOAT, FLOAT, DESCRIPTOR, DESCRIPTOR, DESCRIPTOR, DESCRIPTOR}}},
    {GRAPH, {800, {HANDLE, DESCRIPTOR}}},
    {TENSOR, {900, {INT64, DATA_TYPE, INT64, INT64}}},
    {PACK, {1000, {INT64, POINTER}}},
};

bool takes(int kind, int name, int type) {
    if ((kind == TENSOR && name == 906) || (kind == PACK && name == 1003)) {
        return type == (kind == TENSOR ? INT64 : POINTER);
    }
    auto known = ATTRIBUTES.find(kind);
    if (known == ATTRIBUTES.end()) {
        return false;
    }
    int at = name - known->second.first;
    if (at < 0 || at >= static_cast<int>(known->second.types.size())) {
        return false;
    }
    int wanted = known->second.types[at];
    return type == wanted || (wanted == FLOAT && type == DOUBLE);
}

struct Backend : Counted<0x63644e4e47726166> {
    Link content = std::make_shared<Content>();
};

constexpr const char *DESCRIPTORS = "cudnn graph descriptors";

// A convolution in the words of the older functions.
struct Operation {
    Problem problem;
    Tensor x, y;
    Filter w;
    Convolution c;
    int kind = 0;
};

Tensor tensor(const Content &t) {
    Tensor out;
    out.type = t.one<int>(901);
    out.sizes = t.all<int64_t>(902);
    out.strides = t.all<int64_t>(903);
    return out;
}

int operation(const Content &op, bool fast, Operation *out) {
    int first = ATTRIBUTES.at(op.kind).first;
    Link parts[] = {op.link(first + X), op.link(first + W), op.link(first + Y), op.link(first + 2)};
    for (const Link &part : parts) {
        if (part == nullptr || !part->finished) {
            return BAD_PARAM;
        }
    }
    out->kind = op.kind;
    out->x = tensor(*parts[0]);
    out->y = tensor(*parts[2]);
    Tensor weight = tensor(*parts[1]);
    out->w.type = weight.type;
    out->w.format = weight.sizes[1] > 1 && weight.strides[1] == 1 ? 1 : 0;
    out->w.sizes = weight.sizes;
    out->w.strides = weight.strides;
    const Content &c = *parts[3];
    out->c.compute = c.one<int>(100);
    out->c.mode = c.one<int>(101);
    out->c.dilation = c.all<int64_t>(102);
    out->c.stride = c.all<int64_t>(103);
    out->c.padding = c.all<int64_t>(105);
    out->c.math = fast ? DEFAULT_MATH : FMA_MATH;
    if (weight.sizes.size() < 3 || out->x.sizes.size() != weight.sizes.size() || out->x.sizes[1] % weight.sizes[1] != 0) {
        return BAD_PARAM;
    }
    out->c.groups = static_cast<int>(out->x.sizes[1] / weight.sizes[1]);
    int status = Problem::make(&out->x, &out->w, &out->c, &out->y, &out->problem);
    return status == BAD_SHAPE ? BAD_PARAM : status;
}

const Content *operation_of(const Content &plan) {
    Link configuration = plan.link(401);
    Link graph = configuration == nullptr ? nullptr : configuration->link(0);
    Link op = graph == nullptr ? nullptr : graph->link(801);
    return op == nullptr ? nullptr : op.get();
}

bool is_set(const Content &c, std::initializer_list<int> names) {
    return std::all_of(names.begin(), names.end(), [&](int name) { return c.find(name) != nullptr; });
}

int finish(Content &c) {
    switch (c.kind) {
    case TENSOR: {
        auto sizes = c.all<int64_t>(902), strides = c.all<int64_t>(903);
        bool whole = is_set(c, {900, 901, 902, 903, 906}) && sizes.size() == strides.size() && sizes.size() >= 3 &&
                     sizes.size() <= 8;
        Type type;
        return whole && type_of(c.one<int>(901), &type) && *std::min_element(sizes.begin(), sizes.end()) > 0 ? SUCCESS
                                                                                                           : BAD_PARAM;
    }
    case CONVOLUTION: {
        size_t rank = c.one<int64_t>(106);
        bool whole = is_set(c, {100, 101, 106});
        for (int name = 102; name <= 105; name++) {
            whole &= c.all<int64_t>(name).size() == rank;
        }
        return whole && c.all<int64_t>(104) == c.all<int64_t>(105) ? SUCCESS : BAD_PARAM;
    }
    case FORWARD:
    case BACKWARD_DATA:
    case BACKWARD_FILTER: {
        Operation o;
        int first = ATTRIBUTES.at(c.kind).first;
        const Value *alpha = c.find(first), *beta = c.find(first + 1);
        if (alpha == nullptr || beta == nullptr) {
            return BAD_PARAM;
        }
        int status = operation(c, true, &o);
        if (status != SUCCESS) {
            return status == BAD_PARAM ? BAD_PARAM : SUCCESS;
        }
        return (o.problem.type == Type::Double) == (alpha->type == DOUBLE) && alpha->type == beta->type ? SUCCESS : BAD_PARAM;
    }
    case GRAPH: return c.link(801) != nullptr && c.link(801)->finished ? SUCCESS : BAD_PARAM;
    case HEURISTICS: return is_set(c, {200}) && c.link(201) != nullptr && c.link(201)->finished ? SUCCESS : BAD_PARAM;
    case PLAN: {
        if (!is_set(c, {400}) || c.link(401) == nullptr) {
            return BAD_PARAM;
        }
        c.engine = c.link(401)->engine;
        return c.engine == BROKEN ? NOT_SUPPORTED : SUCCESS;
    }
    case PACK: return is_set(c, {1000, 1001, 1003}) && c.find(1000)->count == c.find(1001)->count ? SUCCESS : BAD_PARAM;
    default: return BAD_PARAM;
    }
}

int64_t give(int64_t count, int64_t room, void *out, const void *values, size_t bytes) {
    std::memcpy(out, values, std::min(count, room) * bytes);
    return count;
}

}  // namespace

extern "C" {

int cudnnBackendCreateDescriptor(int kind, Backend **out) {
    *out = new Backend();
    (*out)->content->kind = kind;
    live(DESCRIPTORS, 1);
    return SUCCESS;
}

int cudnnBackendDestroyDescriptor(Backend *b) {
    if (!is_live(b)) {
        fatal("cudnnBackendDestroyDescriptor", "never created or destroyed already");
    }
    b->magic = 0;
    live(DESCRIPTORS, -1);
    delete b;
    return SUCCESS;
}

int cudnnBackendSetAttribute(Backend *b, int name, int type, int64_t count, const void *values) {
    if (!is_live(b) || b->content->finished || values == nullptr || count < 1 || !takes(b->content->kind, name, type)) {
        return BAD_PARAM;
    }
    Value v;
    v.type = type;
    v.count = count;
    const char *from = static_cast<const char *>(values);
    v.bytes.assign(from, from + count * width(type));
    if (type == DESCRIPTOR) {
        Backend *linked = *static_cast<Backend *const *>(values);
        if (!is_live(linked) || count != 1) {
            return BAD_PARAM;
        }
        v.link = linked->content;
    }
    b->content->values[name] = v;
    return SUCCESS;
}

int cudnnBackendFinalize(Backend *b) {
    if (fails("cudnnBackendFinalize")) {
        return FAILED;
    }
    if (!is_live(b) || b->content->finished) {
        return BAD_PARAM;
    }
    int status = finish(*b->content);
    b->content->finished = status == SUCCESS;
    return status;
}

int cudnnBackendGetAttribute(Backend *b, int name, int type, int64_t room, int64_t *count, void *out) {
    if (!is_live(b)) {
        return BAD_PARAM;
    }
    Content &c = *b->content;
    if (!c.finished && c.engine < 0) {
        return NOT_INITIALIZED;
    }
    if (c.kind == HEURISTICS && name == 202 && type == DESCRIPTOR) {
        Operation o;
        Link graph = c.link(201);
        bool known = graph->one<int64_t>(800) != 0 && operation(*graph->link(801), true, &o) == SUCCESS;
        // The list of fallbacks has the last engine only.
        int first = c.one<int>(200) == FALLBACK ? ENGINES - 1 : 0;
        *count = known ? ENGINES - first : 0;
        for (int64_t i = 0; i < std::min(*count, room); i++) {
            Backend *into = static_cast<Backend **>(out)[i];
            if (!is_live(into) || into->content->kind != CONFIGURATION) {
                return BAD_PARAM;
            }
            into->content->engine = first + static_cast<int>(i);
            into->content->finished = true;
            Value v;
            v.type = DESCRIPTOR;
            v.link = graph;
            into->content->values[0] = v;
        }
        return SUCCESS;
    }
    if (c.kind == CONFIGURATION && name == 300 && type == DESCRIPTOR && room == 1) {
        Backend *into = *static_cast<Backend **>(out);
        if (!is_live(into) || into->content->kind != ENGINE) {
            return BAD_PARAM;
        }
        into->content->engine = c.engine;
        into->content->finished = true;
        into->content->values[0] = *c.find(0);
        *count = 1;
        return SUCCESS;
    }
    if (c.kind == ENGINE && name == 1303 && type == NOTE) {
        bool gradient = c.link(0)->link(801)->kind != FORWARD;
        int notes[] = {0, 4};
        *count = give(c.engine == FAST ? (gradient ? 2 : 1) : 0, room, out, notes, sizeof(int));
        return SUCCESS;
    }
    if (c.kind == PLAN && name == 402 && type == INT64 && room == 1) {
        Operation o;
        int status = operation(*operation_of(c), c.engine == FAST, &o);
        int64_t bytes = status == SUCCESS ? static_cast<int64_t>(o.problem.workspace(c.engine == FAST ? 1 : 0)) : 0;
        *count = give(1, room, out, &bytes, sizeof bytes);
        return status;
    }
    return BAD_PARAM;
}

int cudnnBackendExecute(Handle *h, Backend *plan, Backend *pack) {
    if (int given = entered("cudnnBackendExecute")) {
        return given >= BAD_PARAM ? given : FAILED;
    }
    if (!is_live(h) || !is_live(plan) || !is_live(pack) || plan->content->kind != PLAN || !plan->content->finished ||
        pack->content->kind != PACK || !pack->content->finished || plan->content->one<int64_t>(400) != reinterpret_cast<int64_t>(h)) {
        return BAD_PARAM;
    }
    const Content &op = *operation_of(*plan->content);
    bool fast = plan->content->engine == FAST;
    Operation o;
    int status = operation(op, fast, &o);
    if (status != SUCCESS) {
        return status;
    }
    // Operands are told apart by their numbers.
    int first = ATTRIBUTES.at(op.kind).first;
    auto numbers = pack->content->all<int64_t>(1000), places = pack->content->all<int64_t>(1001);
    void *at[3] = {};
    for (int i = 0; i < 3; i++) {
        int64_t number = op.link(first + (i == 0 ? X : i == 1 ? W : Y))->one<int64_t>(906);
        for (size_t j = 0; j < numbers.size(); j++) {
            if (numbers[j] == number) {
                at[i] = reinterpret_cast<void *>(places[j]);
            }
        }
    }
    int algo = fast ? 1 : 0;
    void *workspace = reinterpret_cast<void *>(pack->content->one<int64_t>(1003));
    size_t bytes = o.problem.workspace(algo);
    const Value *alpha = op.find(first), *beta = op.find(first + 1);
    const void *a = alpha->bytes.data(), *b = beta->bytes.data();
    switch (op.kind) {
    case FORWARD:
        return cudnnConvolutionForward(h, a, &o.x, at[0], &o.w, at[1], &o.c, algo, workspace, bytes, b, &o.y, at[2]);
    case BACKWARD_DATA:
        return cudnnConvolutionBackwardData(h, a, &o.w, at[1], &o.y, at[2], &o.c, algo, workspace, bytes, b, &o.x, at[0]);
    default:
        return cudnnConvolutionBackwardFilter(h, a, &o.x, at[0], &o.y, at[2], &o.c, algo, workspace, bytes, b, &o.w, at[1]);
    }
}

}
