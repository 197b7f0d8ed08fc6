// What the parts of the stand-in for libcuda.so.1 share: streams and events with their clocks, work, graphs, counters.
#pragma once

#include <pthread.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "../kernel.h"
#include "memory.h"
#include "../sim.h"

namespace driver {
// How often each stream's work is known to be done: one count per stream.
typedef std::vector<uint64_t> Clock;

inline void join(Clock &a, const Clock &b) {
    if (a.size() < b.size()) a.resize(b.size());
    for (size_t i = 0; i < b.size(); i++) a[i] = std::max(a[i], b[i]);
}

inline uint64_t at(const Clock &c, size_t i) { return i < c.size() ? c[i] : 0; }

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

struct Stream;

// What a stream has yet to do where work runs late: a piece of work, or waiting for another stream to come this far.
struct Pending {
    std::shared_ptr<Work> work;
    Clock clock;  // as it was when the work was submitted
    Stream *awaited = nullptr;
    uint64_t place = 0;
};

struct Stream {
    int number;
    Clock clock;
    std::deque<Pending> pending;
    uint64_t submitted = 0, done = 0;
    std::shared_ptr<Graph> capture;
    Stream *origin = nullptr;  // the stream whose capture this one has joined
    bool spoilt = false;
    bool joined = true;
    int mode = 0;  // of the capture
    pthread_t capturer{};
};

struct Event {
    Clock clock;
    Stream *recordedIn = nullptr;  // a stream under capture
    std::shared_ptr<Graph> capture;
    int queries = 0;
    bool recorded = false;
    Stream *stream = nullptr;  // where it was recorded last, and how far that had come
    uint64_t place = 0;
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

extern std::recursive_mutex lock;
extern Context contexts[16];
extern thread_local Context *currentContext;
extern bool initialized;
extern int deviceCount;
extern int driverVersion;
extern int lost;         // the sticky error
extern int threadOrder;  // in which order the threads of a block run
extern int queryLag;     // how many questions a fresh event answers with "not ready"
extern bool late;        // whether work waits until somebody waits for it, as on a device that is slow
extern bool trackOrder;  // whether memory that goes from stream to stream is looked at
extern std::map<std::string, int> alive;
extern std::set<Stream *> streams;
extern std::set<Event *> events;
extern std::map<void *, std::shared_ptr<Graph>> graphHandles, execHandles;
extern std::map<uintptr_t, size_t> pinned;
extern std::map<uintptr_t, Tracked> tracked;
extern Clock host;

struct Locked {
    std::lock_guard<std::recursive_mutex> guard{lock};
};

// Counts a call; what it has to fail with, or 0.
int enter(const char *call, bool needsContext);

// Runs a piece of work on a stream, now or late.
int perform(Stream *s, const std::shared_ptr<Work> &work);

// Does what a stream has yet to do, up to a place; all of it; all of every stream.
void finish(Stream *s, uint64_t place);
void finish(Stream *s);
void finishAll();

// Looks at one access of work on a stream.
void note(Stream *s, const std::string &name, const SimAccess &access);

Stream *streamOf(void *handle);

// A call that CUDA counts among the potentially unsafe ones: not while its thread captures, nor, under the global mode,
// while another one does, unless the thread has relaxed its mode. It spoils the capture.
int unsafeInCapture(const char *call);

// The same for a call that meets a capture wherever it was begun, relaxed or not: waiting for the whole context.
int conflictsWithCapture(const char *call);
}  // namespace driver

using namespace driver;

#define ENTER(call)                                  \
    Locked locked;                                   \
    if (const int failed = simEnter(call)) return failed
#define ENTER_WITHOUT_CONTEXT(call)                  \
    Locked locked;                                   \
    if (const int failed = enter(call, false)) return failed
