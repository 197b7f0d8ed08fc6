// The stand-in for libcuda.so.1: the functions that the engine calls through JCuda. Work runs when it is submitted; what
// is checked is that it could have run later.
#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "blocks.h"
#include "kernel.h"
#include "memory.h"
#include "sim.h"

namespace {
typedef std::vector<uint64_t> Clock;

void join(Clock &a, const Clock &b) {
    if (a.size() < b.size()) a.resize(b.size());
    for (size_t i = 0; i < b.size(); i++) a[i] = std::max(a[i], b[i]);
}

uint64_t at(const Clock &c, size_t i) { return i < c.size() ? c[i] : 0; }

// A piece of work, shared by the graphs it was recorded into.
struct Work {
    std::string name;
    std::vector<SimAccess> accesses;
    int (*run)(void *);
    void (*dispose)(void *);
    void *data;
    Work(const char *name, const SimAccess *accesses, int count, int (*run)(void *), void (*dispose)(void *), void *data)
        : name(name), accesses(accesses, accesses + count), run(run), dispose(dispose), data(data) {}
    Work(const Work &) = delete;
    ~Work() { dispose(data); }
};

struct Graph {
    std::vector<std::shared_ptr<Work>> nodes;
};

struct Stream {
    int number;
    Clock clock;
    std::shared_ptr<Graph> capture;
    Stream *origin = nullptr;  // the stream whose capture this one has joined
    bool spoilt = false;
    bool joined = true;
    pthread_t capturer{};  // captures are begun for their thread: others may call what they like
};

struct Event {
    Clock clock;
    Stream *recordedIn = nullptr;  // a stream under capture
    std::shared_ptr<Graph> capture;
    int queries = 0;
    bool recorded = false;
};

struct Kernel {
    const SimKernel *code;
    int sharedLimit = 48 << 10;
};

struct Module {
    void *library;
    std::map<std::string, Kernel *> kernels;
};

struct Tracked {
    int writer = -1;
    uint64_t written = 0;
    std::map<int, uint64_t> reads;
    std::string name;
};

struct Context {
    int ordinal;
    int retained = 0;
};

std::recursive_mutex lock;
Context contexts[16];
thread_local Context *currentContext;
bool initialized;
int deviceCount = 1;
int lost;          // the sticky error
int threadOrder;
int queryLag = 1;  // how many questions a fresh event answers with "not ready"
bool trackOrder;
std::map<std::string, long> calls;
std::map<std::string, int> alive;
std::vector<std::string> violations;
std::map<std::string, std::pair<long, int>> faults;  // call -> (calls to go, result)
std::set<Stream *> streams;
std::set<Event *> events;
std::set<Graph *> graphs;
std::map<void *, std::shared_ptr<Graph>> graphHandles, execHandles;
std::map<uintptr_t, size_t> pinned;
std::map<uintptr_t, Tracked> tracked;
Clock host;
int streamNumber;

struct Locked {
    std::lock_guard<std::recursive_mutex> guard{lock};
};

// Faults of simulated kernels

thread_local sigjmp_buf *faultTarget;
thread_local uintptr_t faultAddress;
struct sigaction earlier[3];
const int SIGNALS[3] = {SIGSEGV, SIGBUS, SIGILL};

void onFault(int signal, siginfo_t *info, void *context) {
    if (faultTarget != nullptr) {
        faultAddress = (uintptr_t) info->si_addr;
        siglongjmp(*faultTarget, signal);
    }
    for (int i = 0; i < 3; i++) {
        if (SIGNALS[i] != signal) continue;
        if (earlier[i].sa_flags & SA_SIGINFO) {
            earlier[i].sa_sigaction(signal, info, context);
        } else if (earlier[i].sa_handler == SIG_DFL) {
            ::signal(signal, SIG_DFL);
            raise(signal);
        } else if (earlier[i].sa_handler != SIG_IGN) {
            earlier[i].sa_handler(signal);
        }
        return;
    }
}

void installHandlers() {
    for (int i = 0; i < 3; i++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_sigaction = onFault;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART;
        sigaction(SIGNALS[i], &action, &earlier[i]);
    }
}

int guarded(const Work &work) {
    static bool installed = (installHandlers(), true);
    (void) installed;
    sigjmp_buf target;
    sigjmp_buf *before = faultTarget;
    const int signal = sigsetjmp(target, 1);
    if (signal != 0) {
        faultTarget = before;
        resetFibers();
        const bool device = memoryOwns(faultAddress);
        if (signal == SIGILL) {
            lost = SIM_LAUNCH_FAILED;
            fprintf(stderr, "simulated CUDA: %s trapped\n", work.name.c_str());
        } else {
            lost = SIM_ILLEGAL_ADDRESS;
            fprintf(stderr, "simulated CUDA: %s touched %p, which is %s\n", work.name.c_str(), (void *) faultAddress,
                    device ? "outside every live allocation" : "not device memory");
        }
        return lost;
    }
    faultTarget = &target;
    const int result = work.run(work.data);
    faultTarget = before;
    return result;
}

// Order between streams

uintptr_t placeOf(const void *address) {
    const Allocation *a = memoryFind((uintptr_t) address);
    if (a == nullptr) return 0;
    // A segment of the caching allocator holds many tensors; everything else is one.
    return a->bytes % (2 << 20) == 0 ? (uintptr_t) address : a->base;
}

void note(Stream *s, const std::string &name, const SimAccess &access) {
    const uintptr_t place = placeOf(access.address);
    if (!trackOrder || place == 0) return;
    Tracked &t = tracked[place];
    if (t.writer >= 0 && t.written > at(s->clock, t.writer)) {
        simViolation("%s on stream %d uses memory that %s writes on stream %d, without an event between them",
                     name.c_str(), s->number, t.name.c_str(), t.writer);
    }
    if (access.written) {
        for (auto &read : t.reads) {
            if (read.second > at(s->clock, read.first)) {
                simViolation("%s on stream %d writes memory that stream %d reads, without an event between them",
                             name.c_str(), s->number, read.first);
            }
        }
        t.reads.clear();
        t.writer = s->number;
        t.written = s->clock[s->number];
        t.name = name;
    } else {
        t.reads[s->number] = s->clock[s->number];
    }
}

void order(Stream *s, const Work &work) {
    join(s->clock, host);
    if (s->clock.size() <= (size_t) s->number) s->clock.resize(s->number + 1);
    s->clock[s->number]++;
    for (const SimAccess &access : work.accesses) note(s, work.name, access);
}

int perform(Stream *s, const Work &work) {
    order(s, work);
    return guarded(work);
}

Stream *streamOf(void *handle) {
    if (handle == nullptr) {
        simViolation("work on the legacy default stream");
        return nullptr;
    }
    return streams.count((Stream *) handle) ? (Stream *) handle : nullptr;
}

void endOf(Stream *s) {
    s->capture.reset();
    s->origin = nullptr;
    s->spoilt = false;
    s->joined = true;
}

// A call that must not happen while its thread captures: it spoils the capture.
int unsafeInCapture(const char *call) {
    bool mine = false;
    for (Stream *s : streams) {
        if (s->capture && pthread_equal(s->capturer, pthread_self())) mine = s->spoilt = true;
    }
    if (!mine) return 0;
    simViolation("%s while a graph is being captured", call);
    return SIM_CAPTURE_UNSUPPORTED;
}
}  // namespace

#define ENTER(call)                                  \
    Locked locked;                                   \
    if (const int failed = simEnter(call)) return failed
#define ENTER_WITHOUT_CONTEXT(call)                  \
    Locked locked;                                   \
    if (const int failed = enter(call, false)) return failed

static int enter(const char *call, bool needsContext) {
    calls[call]++;
    auto fault = faults.find(call);
    if (fault == faults.end()) fault = faults.find("*");
    if (fault != faults.end() && --fault->second.first == 0) {
        const int result = fault->second.second;
        faults.erase(fault);
        if (result >= 700 && result < 720) lost = result;
        return result;
    }
    if (!initialized && strcmp(call, "cuInit") != 0) return SIM_NOT_INITIALIZED;
    if (needsContext && currentContext == nullptr) return SIM_INVALID_CONTEXT;
    if (needsContext && lost != 0) return lost;
    return 0;
}

extern "C" {
int simEnter(const char *call) {
    Locked locked;
    return enter(call, true);
}

void simViolation(const char *format, ...) {
    Locked locked;
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    violations.push_back(text);
}

int simIsDevice(const void *address, size_t bytes) {
    Locked locked;
    const Allocation *a = memoryFind((uintptr_t) address);
    return a != nullptr && (uintptr_t) address + bytes <= a->base + a->bytes;
}

void simLiveChange(const char *kind, int change) {
    Locked locked;
    alive[kind] += change;
}

int simSubmit(void *stream, const char *name, const SimAccess *accesses, int count, int (*run)(void *),
              void (*dispose)(void *), void *data) {
    Locked locked;
    auto work = std::make_shared<Work>(name, accesses, count, run, dispose, data);
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    if (s->capture) {
        if (s->spoilt) return SIM_CAPTURE_INVALIDATED;
        s->capture->nodes.push_back(work);
        if (s->origin != nullptr) s->joined = false;
        return SIM_SUCCESS;
    }
    return perform(s, *work);
}

// What the stand-ins for libraries ask for: see device_work.h.

void simcuda_submit(void *stream, void (*run)(void *), void *data, void (*destroy)(void *)) {
    simRun(stream, "library call", {}, [=, owner = std::shared_ptr<void>(data, destroy)] {
        run(owner.get());
        return 0;
    });
}

void simcuda_access(void *stream, const void *address, size_t bytes, int writes, const char *who) {
    Locked locked;
    if (!simIsDevice(address, bytes)) {
        simViolation("%s %s %zu bytes at %p outside every live allocation", who, writes ? "writes" : "reads", bytes, address);
    } else if (streams.count((Stream *) stream)) {
        note((Stream *) stream, who, {address, writes});
    }
}

// For tests

void simReset() {
    Locked locked;
    calls.clear();
    violations.clear();
    faults.clear();
    tracked.clear();
    lost = 0;
    memorySetLimit((size_t) 8 << 30);
}
void simFault(const char *call, long nth, int result) {
    Locked locked;
    if (nth <= 0) faults.erase(call); else faults[call] = {nth, result};
}
void simSet(const char *option, long value) {
    Locked locked;
    const std::string name = option;
    if (name == "order") threadOrder = (int) value;
    if (name == "lag") queryLag = (int) value;
    if (name == "track") trackOrder = value != 0;
    if (name == "memory") memorySetLimit((size_t) value);
    if (name == "devices") deviceCount = (int) value;
}
long simCalls(const char *call) {
    Locked locked;
    if (strcmp(call, "*") == 0) {
        long all = 0;
        for (auto &c : calls) all += c.second;
        return all;
    }
    auto found = calls.find(call);
    return found == calls.end() ? 0 : found->second;
}
// One line per function: name, space, count.
long simCallTable(char *text, long size) {
    Locked locked;
    std::string all;
    for (auto &c : calls) all += c.first + " " + std::to_string(c.second) + "\n";
    snprintf(text, (size_t) size, "%s", all.c_str());
    return (long) all.size();
}
// What still lives, one line per kind.
long simAlive(char *text, long size) {
    Locked locked;
    std::string all;
    auto line = [&](const std::string &kind, long n) {
        if (n != 0) all += kind + " " + std::to_string(n) + "\n";
    };
    line("allocations", memoryLive());
    line("pinned", (long) pinned.size());
    line("streams", (long) streams.size());
    line("events", (long) events.size());
    line("graphs", (long) graphHandles.size());
    line("graphExecs", (long) execHandles.size());
    for (int i = 0; i < 16; i++) line("contexts", contexts[i].retained);
    for (auto &a : alive) line(a.first, a.second);
    snprintf(text, (size_t) size, "%s", all.c_str());
    return (long) all.size();
}
long simViolations(char *text, long size) {
    Locked locked;
    memoryCheck();
    std::string all;
    for (auto &v : violations) all += v + "\n";
    snprintf(text, (size_t) size, "%s", all.c_str());
    violations.clear();
    return (long) all.size();
}

// Devices

int cuInit(unsigned) {
    ENTER_WITHOUT_CONTEXT("cuInit");
    initialized = true;
    return 0;
}
int cuDriverGetVersion(int *version) {
    *version = 12060;
    return 0;
}
int cuDeviceGetCount(int *count) {
    ENTER_WITHOUT_CONTEXT("cuDeviceGetCount");
    *count = deviceCount;
    return 0;
}
int cuDeviceGet(int *device, int ordinal) {
    if (ordinal < 0 || ordinal >= deviceCount) return 101;
    *device = ordinal;
    return 0;
}
int cuDeviceGetName(char *name, int size, int) {
    snprintf(name, (size_t) size, "Simulated CUDA device");
    return 0;
}
int cuDeviceTotalMem_v2(size_t *bytes, int) {
    *bytes = memoryLimit();
    return 0;
}
int cuDeviceGetAttribute(int *value, int attribute, int) {
    ENTER_WITHOUT_CONTEXT("cuDeviceGetAttribute");
    switch (attribute) {
        case 1: *value = 1024; break;
        case 6: *value = 65535; break;
        case 8: *value = 48 << 10; break;
        case 10: *value = 32; break;
        case 16: *value = 2; break;
        case 36: *value = 1000000; break;
        case 37: *value = 5120; break;
        case 38: *value = 50 << 20; break;
        case 39: *value = 2048; break;
        case 75: *value = 9; break;
        case 76: *value = 0; break;
        case 81: *value = 228 << 10; break;
        case 97: *value = 227 << 10; break;
        default: return SIM_INVALID_VALUE;
    }
    return 0;
}
int cuDevicePrimaryCtxRetain(void **context, int device) {
    ENTER_WITHOUT_CONTEXT("cuDevicePrimaryCtxRetain");
    contexts[device].ordinal = device;
    contexts[device].retained++;
    *context = &contexts[device];
    return 0;
}
int cuDevicePrimaryCtxRelease_v2(int device) {
    ENTER_WITHOUT_CONTEXT("cuDevicePrimaryCtxRelease");
    if (contexts[device].retained-- == 0) return SIM_INVALID_CONTEXT;
    return 0;
}
int cuCtxSetCurrent(void *context) {
    ENTER_WITHOUT_CONTEXT("cuCtxSetCurrent");
    currentContext = (Context *) context;
    return 0;
}
int cuCtxGetCurrent(void **context) {
    *context = currentContext;
    return 0;
}
int cuCtxSynchronize() {
    ENTER("cuCtxSynchronize");
    if (const int failed = unsafeInCapture("cuCtxSynchronize")) return failed;
    for (Stream *s : streams) join(host, s->clock);
    return 0;
}
int cuThreadExchangeStreamCaptureMode(int *) { return 0; }

// Memory

int cuMemAlloc_v2(uintptr_t *address, size_t bytes) {
    ENTER("cuMemAlloc");
    if (const int failed = unsafeInCapture("cuMemAlloc")) return failed;
    if (bytes == 0) return SIM_INVALID_VALUE;
    *address = memoryAllocate(bytes);
    return *address == 0 ? SIM_OUT_OF_MEMORY : 0;
}
int cuMemFree_v2(uintptr_t address) {
    ENTER("cuMemFree");
    if (const int failed = unsafeInCapture("cuMemFree")) return failed;
    // The real one waits for all work.
    for (Stream *s : streams) join(host, s->clock);
    const Allocation *a = memoryFind(address);
    if (a != nullptr && a->base == address) {
        auto from = tracked.lower_bound(a->base), to = tracked.lower_bound(a->base + a->bytes);
        tracked.erase(from, to);
    }
    if (memoryFree(address)) return 0;
    simViolation("cuMemFree of %p, which is not allocated (freed twice?)", (void *) address);
    return SIM_INVALID_VALUE;
}
int cuMemGetInfo_v2(size_t *free, size_t *total) {
    ENTER("cuMemGetInfo");
    *total = memoryLimit();
    *free = memoryLimit() - std::min(memoryLimit(), memoryUsed());
    return 0;
}
int cuMemAllocHost_v2(void **address, size_t bytes) {
    ENTER("cuMemAllocHost");
    if (const int failed = unsafeInCapture("cuMemAllocHost")) return failed;
    if (posix_memalign(address, 4096, bytes) != 0) return SIM_OUT_OF_MEMORY;
    memset(*address, 0xFF, bytes);
    pinned[(uintptr_t) *address] = bytes;
    return 0;
}
int cuMemFreeHost(void *address) {
    ENTER("cuMemFreeHost");
    if (pinned.erase((uintptr_t) address) == 0) {
        simViolation("cuMemFreeHost of memory that is not allocated");
        return SIM_INVALID_VALUE;
    }
    free(address);
    return 0;
}

static bool isPinned(const void *address, size_t bytes) {
    auto after = pinned.upper_bound((uintptr_t) address);
    if (after == pinned.begin()) return false;
    --after;
    return (uintptr_t) address + bytes <= after->first + after->second;
}
static int transfer(const char *name, void *target, const void *source, size_t bytes, bool toDevice, bool fromDevice,
                    void *stream) {
    if ((toDevice && !simIsDevice(target, bytes)) || (fromDevice && !simIsDevice(source, bytes))) {
        simViolation("%s of %zu bytes leaves its allocation", name, bytes);
        return SIM_INVALID_VALUE;
    }
    if (!toDevice && !isPinned(target, bytes)) simViolation("%s to memory that is not page-locked", name);
    if (!fromDevice && !isPinned(source, bytes)) simViolation("%s from memory that is not page-locked", name);
    SimAccess accesses[2] = {{source, 0}, {target, 1}};
    struct Copy {
        void *target;
        const void *source;
        size_t bytes;
    };
    return simSubmit(
        stream, name, accesses, 2,
        [](void *c) {
            memmove(((Copy *) c)->target, ((Copy *) c)->source, ((Copy *) c)->bytes);
            return 0;
        },
        [](void *c) { delete (Copy *) c; }, new Copy{target, source, bytes});
}
int cuMemcpyHtoDAsync_v2(void *target, const void *source, size_t bytes, void *stream) {
    ENTER("cuMemcpyHtoDAsync");
    return transfer("cuMemcpyHtoDAsync", target, source, bytes, true, false, stream);
}
int cuMemcpyDtoHAsync_v2(void *target, const void *source, size_t bytes, void *stream) {
    ENTER("cuMemcpyDtoHAsync");
    return transfer("cuMemcpyDtoHAsync", target, source, bytes, false, true, stream);
}
int cuMemcpyDtoDAsync_v2(void *target, const void *source, size_t bytes, void *stream) {
    ENTER("cuMemcpyDtoDAsync");
    return transfer("cuMemcpyDtoDAsync", target, source, bytes, true, true, stream);
}
int cuMemsetD8Async(void *target, unsigned char value, size_t bytes, void *stream) {
    ENTER("cuMemsetD8Async");
    if (!simIsDevice(target, bytes)) {
        simViolation("cuMemsetD8Async of %zu bytes leaves its allocation", bytes);
        return SIM_INVALID_VALUE;
    }
    return simRun(stream, "cuMemsetD8Async", {{target, 1}}, [=] {
        memset(target, value, bytes);
        return 0;
    });
}

// Streams and events

int cuStreamCreate(void **stream, unsigned) {
    ENTER("cuStreamCreate");
    Stream *s = new Stream();
    s->number = streamNumber++;
    streams.insert(s);
    *stream = s;
    return 0;
}
int cuStreamDestroy_v2(void *stream) {
    ENTER("cuStreamDestroy");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    streams.erase(s);
    delete s;
    return 0;
}
int cuStreamSynchronize(void *stream) {
    ENTER("cuStreamSynchronize");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    if (s->capture) {
        s->spoilt = true;
        simViolation("cuStreamSynchronize of a stream that is being captured");
        return SIM_CAPTURE_UNSUPPORTED;
    }
    join(host, s->clock);
    return 0;
}
int cuStreamQuery(void *stream) {
    ENTER("cuStreamQuery");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    if (s->capture) return SIM_CAPTURE_UNSUPPORTED;
    join(host, s->clock);
    return 0;
}
int cuStreamWaitEvent(void *stream, void *event, unsigned) {
    ENTER("cuStreamWaitEvent");
    Stream *s = streamOf(stream);
    Event *e = (Event *) event;
    if (s == nullptr || !events.count(e)) return SIM_INVALID_HANDLE;
    if (e->capture) {
        if (s->capture && s->capture != e->capture) return SIM_CAPTURE_IMPLICIT;
        if (!s->capture) {
            s->capture = e->capture;
            s->origin = e->recordedIn->origin != nullptr ? e->recordedIn->origin : e->recordedIn;
            s->joined = true;
        } else {
            // What the event's stream did is known here; when this is the origin, it has come back.
            e->recordedIn->joined = true;
        }
        return 0;
    }
    if (s->capture && e->recorded) {
        s->spoilt = true;
        return SIM_CAPTURE_IMPLICIT;
    }
    join(s->clock, e->clock);
    return 0;
}
int cuEventCreate(void **event, unsigned) {
    ENTER("cuEventCreate");
    Event *e = new Event();
    events.insert(e);
    *event = e;
    return 0;
}
int cuEventDestroy_v2(void *event) {
    ENTER("cuEventDestroy");
    if (!events.erase((Event *) event)) {
        simViolation("cuEventDestroy of an event that does not exist");
        return SIM_INVALID_HANDLE;
    }
    delete (Event *) event;
    return 0;
}
int cuEventRecord(void *event, void *stream) {
    ENTER("cuEventRecord");
    Stream *s = streamOf(stream);
    Event *e = (Event *) event;
    if (s == nullptr || !events.count(e)) return SIM_INVALID_HANDLE;
    join(s->clock, host);
    e->clock = s->clock;
    e->capture = s->capture;
    e->recordedIn = s->capture ? s : nullptr;
    e->queries = 0;
    e->recorded = true;
    return 0;
}
int cuEventQuery(void *event) {
    ENTER("cuEventQuery");
    Event *e = (Event *) event;
    if (!events.count(e)) return SIM_INVALID_HANDLE;
    if (e->capture) return SIM_CAPTURE_UNSUPPORTED;
    bool known = true;
    for (size_t i = 0; i < e->clock.size(); i++) known = known && e->clock[i] <= at(host, i);
    if (!known && e->queries++ < queryLag) return SIM_NOT_READY;
    join(host, e->clock);
    return 0;
}
int cuEventSynchronize(void *event) {
    ENTER("cuEventSynchronize");
    Event *e = (Event *) event;
    if (!events.count(e)) return SIM_INVALID_HANDLE;
    if (e->capture) return SIM_CAPTURE_UNSUPPORTED;
    join(host, e->clock);
    return 0;
}
int cuEventElapsedTime(float *millis, void *, void *) {
    ENTER("cuEventElapsedTime");
    *millis = 1;
    return 0;
}

// Modules and launches

int cuModuleLoadData(void **module, const void *image) {
    ENTER("cuModuleLoadData");
    if (const int failed = unsafeInCapture("cuModuleLoadData")) return failed;
    const char *text = (const char *) image;
    if (strncmp(text, "SIMCUBIN\n", 9) != 0) return SIM_INVALID_IMAGE;
    const std::string path(text + 9, strcspn(text + 9, "\n"));
    void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        fprintf(stderr, "simulated CUDA: %s\n", dlerror());
        return SIM_INVALID_IMAGE;
    }
    const SimKernel *kernels = (const SimKernel *) dlsym(library, "simKernels");
    Module *m = new Module{library, {}};
    for (; kernels->name != nullptr; kernels++) {
        Kernel *k = new Kernel();
        k->code = kernels;
        m->kernels[kernels->name] = k;
    }
    alive["modules"]++;
    *module = m;
    return 0;
}
int cuModuleUnload(void *module) {
    ENTER("cuModuleUnload");
    Module *m = (Module *) module;
    for (auto &k : m->kernels) delete k.second;
    dlclose(m->library);
    delete m;
    alive["modules"]--;
    return 0;
}
int cuModuleGetFunction(void **function, void *module, const char *name) {
    ENTER("cuModuleGetFunction");
    auto found = ((Module *) module)->kernels.find(name);
    if (found == ((Module *) module)->kernels.end()) return SIM_NOT_FOUND;
    *function = found->second;
    return 0;
}
int cuModuleGetGlobal_v2(void **address, size_t *bytes, void *module, const char *name) {
    ENTER("cuModuleGetGlobal");
    *address = dlsym(((Module *) module)->library, name);
    if (bytes != nullptr) *bytes = 0;
    return *address == nullptr ? SIM_NOT_FOUND : 0;
}
int cuFuncGetAttribute(int *value, int attribute, void *function) {
    ENTER("cuFuncGetAttribute");
    *value = attribute == 0 ? 1024 : attribute == 4 ? 32 : attribute == 8 ? ((Kernel *) function)->sharedLimit : 0;
    return 0;
}
int cuFuncSetAttribute(void *function, int attribute, int value) {
    ENTER("cuFuncSetAttribute");
    if (attribute == 8) {
        if (value > 227 << 10) return SIM_INVALID_VALUE;
        ((Kernel *) function)->sharedLimit = value;
    }
    return 0;
}
int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *, int threads, size_t shared) {
    ENTER("cuOccupancyMaxActiveBlocksPerMultiprocessor");
    *blocks = 2048 / std::max(threads, 1);
    if (shared > 0) *blocks = std::min(*blocks, (int) ((228 << 10) / shared));
    return 0;
}

int cuLaunchKernel(void *function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
                   unsigned blockZ, unsigned shared, void *stream, void **arguments, void **) {
    ENTER("cuLaunchKernel");
    Kernel *k = (Kernel *) function;
    const unsigned long threads = (unsigned long) blockX * blockY * blockZ;
    if (gridX == 0 || gridY == 0 || gridZ == 0 || threads == 0 || gridX > 0x7fffffff || gridY > 65535 || gridZ > 65535
        || threads > 1024 || blockZ > 64) {
        return SIM_INVALID_VALUE;
    }
    if ((int) shared > k->sharedLimit) return SIM_INVALID_VALUE;
    struct Launch {
        const SimKernel *code;
        unsigned grid[3], block[3];
        unsigned shared;
        std::vector<std::vector<char>> values;
    };
    Launch *launch = new Launch{k->code, {gridX, gridY, gridZ}, {blockX, blockY, blockZ}, shared, {}};
    std::vector<SimAccess> accesses;
    for (int i = 0; i < k->code->count; i++) {
        const SimParam &p = k->code->params[i];
        const char *value = (const char *) arguments[i];
        launch->values.emplace_back(value, value + p.bytes);
        if (p.kind == SIM_CONST_POINTER || p.kind == SIM_POINTER) {
            accesses.push_back({*(void *const *) value, p.kind == SIM_POINTER});
        } else if (p.kind == SIM_STRUCT) {
            for (int at = 0; at + 8 <= p.bytes; at += 8) {
                void *word;
                memcpy(&word, value + at, 8);
                if (memoryOwns((uintptr_t) word)) accesses.push_back({word, 0});
            }
        }
    }
    return simSubmit(
        stream, k->code->name, accesses.data(), (int) accesses.size(),
        [](void *data) {
            Launch &l = *(Launch *) data;
            std::vector<void *> pointers;
            for (auto &v : l.values) pointers.push_back(v.data());
            pointers.push_back(nullptr);
            // The end of the dynamic shared memory lies before a forbidden page, like that of an allocation.
            const size_t most = 256 << 10;
            static const uintptr_t sharedMemory = [] {
                char *p = (char *) mmap(nullptr, most + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                mprotect(p + most, 4096, PROT_NONE);
                return (uintptr_t) p;
            }();
            const size_t padded = ((size_t) l.shared + 15) / 16 * 16;
            sim_dynamicShared = (void *) (sharedMemory + most - padded);
            memset(sim_dynamicShared, 0xFF, padded);
            if (!runGrid(l.code->call, pointers.data(), l.grid, l.block, threadOrder)) {
                simViolation("threads of %s wait for each other for ever", l.code->name);
                resetFibers();
                return lost = SIM_LAUNCH_TIMEOUT;
            }
            return 0;
        },
        [](void *data) { delete (Launch *) data; }, launch);
}

// Graphs

int cuStreamBeginCapture_v2(void *stream, int) {
    ENTER("cuStreamBeginCapture");
    Stream *s = streamOf(stream);
    if (s == nullptr) return SIM_INVALID_HANDLE;
    if (s->capture) return SIM_INVALID_VALUE;
    s->capture = std::make_shared<Graph>();
    s->capturer = pthread_self();
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
        if (const int failed = perform(s, *node)) return failed;
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
