// Captures and graphs.
#include "driver.h"

namespace {
enum Mode { GLOBAL = 0, THREAD_LOCAL = 1, RELAXED = 2 };
thread_local int threadMode = GLOBAL;

template <class F> int spoil(const char *call, F meets) {
    bool met = false;
    for (Stream *s : streams) {
        if (s->capture && meets(*s)) met = s->spoilt = true;
    }
    if (!met) return 0;
    simViolation("%s while a graph is being captured", call);
    return SIM_CAPTURE_UNSUPPORTED;
}
}  // namespace

int driver::unsafeInCapture(const char *call) {
    return spoil(call, [](const Stream &s) {
        const bool mine = pthread_equal(s.capturer, pthread_self());
        return threadMode != RELAXED && (mine ? s.mode != RELAXED : s.mode == GLOBAL && threadMode == GLOBAL);
    });
}

int driver::conflictsWithCapture(const char *call) {
    return spoil(call, [](const Stream &) { return true; });
}

static void endOf(Stream *s) {
    s->capture.reset();
    s->origin = nullptr;
    s->spoilt = false;
    s->joined = true;
}

extern "C" {
int cuThreadExchangeStreamCaptureMode(int *mode) {
    ENTER("cuThreadExchangeStreamCaptureMode");
    if (*mode < GLOBAL || *mode > RELAXED) return SIM_INVALID_VALUE;
    std::swap(*mode, threadMode);
    return 0;
}
int cuStreamBeginCapture_v2(void *stream, int mode) {
    ENTER("cuStreamBeginCapture");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    if (s->capture) return SIM_INVALID_VALUE;
    s->capture = std::make_shared<Graph>();
    s->capturer = pthread_self();
    s->mode = mode;
    return 0;
}
int cuStreamEndCapture(void *stream, void **graph) {
    ENTER("cuStreamEndCapture");
    Stream *s = streamOf(stream);
    if (s == nullptr || !s->capture || s->origin != nullptr) return SIM_INVALID_VALUE;
    std::shared_ptr<Graph> captured = s->capture;
    int result = s->spoilt ? SIM_CAPTURE_INVALIDATED : 0;
    for (Stream *other : streams) {
        if (other->origin == s) {
            if (!other->joined && result == 0) result = SIM_CAPTURE_UNJOINED;
            if (other->spoilt) result = SIM_CAPTURE_INVALIDATED;
            endOf(other);
        }
    }
    endOf(s);
    *graph = nullptr;
    if (result != 0) return result;
    *graph = captured.get();
    graphHandles[*graph] = captured;
    return 0;
}
int cuStreamIsCapturing(void *stream, int *status) {
    ENTER("cuStreamIsCapturing");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    *status = !s->capture ? 0 : s->spoilt ? 2 : 1;
    return 0;
}
int cuGraphInstantiateWithFlags(void **exec, void *graph, unsigned long long) {
    ENTER("cuGraphInstantiate");
    auto found = graphHandles.find(graph);
    if (found == graphHandles.end()) return SIM_INVALID_HANDLE;
    auto copy = std::make_shared<Graph>(*found->second);
    *exec = copy.get();
    execHandles[*exec] = copy;
    return 0;
}
int cuGraphLaunch(void *exec, void *stream) {
    ENTER("cuGraphLaunch");
    auto found = execHandles.find(exec);
    Stream *s = streamOf(stream);
    if (found == execHandles.end() || s == nullptr) return SIM_INVALID_HANDLE;
    if (s->capture) return SIM_CAPTURE_UNSUPPORTED;
    for (auto &node : found->second->nodes) {
        if (const int failed = perform(s, node)) return failed;
    }
    return 0;
}
int cuGraphDestroy(void *graph) {
    ENTER("cuGraphDestroy");
    return graphHandles.erase(graph) ? 0 : SIM_INVALID_HANDLE;
}
int cuGraphExecDestroy(void *exec) {
    ENTER("cuGraphExecDestroy");
    return execHandles.erase(exec) ? 0 : SIM_INVALID_HANDLE;
}
}
