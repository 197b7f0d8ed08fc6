// Work on a stream: whether it may run, whether it touches what it may, and what becomes of a fault.
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>

#include "blocks.h"
#include "driver.h"

namespace {
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
            lost = trapped ? SIM_LAUNCH_FAILED : SIM_MISALIGNED_ADDRESS;
            fprintf(stderr, "simulated CUDA: %s %s\n", work.name.c_str(),
                    trapped ? "trapped" : "used an address that its type is not aligned to");
            trapped = false;
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

uintptr_t placeOf(const void *address) {
    const Allocation *a = memoryFind((uintptr_t) address);
    if (a == nullptr) return 0;
    // A segment of the caching allocator holds many tensors; everything else is one.
    return a->bytes % (2 << 20) == 0 ? (uintptr_t) address : a->base;
}

}  // namespace

void driver::note(Stream *s, const std::string &name, const SimAccess &access) {
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

static void order(Stream *s, const Work &work) {
    join(s->clock, host);
    if (s->clock.size() <= (size_t) s->number) s->clock.resize(s->number + 1);
    s->clock[s->number]++;
    for (const SimAccess &access : work.accesses) note(s, work.name, access);
}

int driver::perform(Stream *s, const std::shared_ptr<Work> &work) {
    order(s, *work);
    if (!late) return guarded(*work);
    s->pending.push_back({work, s->clock});
    s->submitted++;
    return SIM_SUCCESS;
}

void driver::finish(Stream *s, uint64_t place) {
    while (s->done < place && !s->pending.empty()) {
        Pending next = std::move(s->pending.front());
        s->pending.pop_front();
        if (next.awaited != nullptr) {
            if (streams.count(next.awaited)) finish(next.awaited, next.place);
        } else if (lost == 0) {
            // What the work looks at is judged by what was known when it was submitted.
            std::swap(s->clock, next.clock);
            guarded(*next.work);
            std::swap(s->clock, next.clock);
        }
        s->done++;
    }
}

void driver::finish(Stream *s) { finish(s, s->submitted); }

void driver::finishAll() {
    for (Stream *s : streams) finish(s);
}

Stream *driver::streamOf(void *handle) {
    if (handle == nullptr) {
        simViolation("work on the legacy default stream");
        return nullptr;
    }
    return streams.count((Stream *) handle) ? (Stream *) handle : nullptr;
}

extern "C" {
int simIsDevice(const void *address, size_t bytes) {
    Locked locked;
    const Allocation *a = memoryFind((uintptr_t) address);
    return a != nullptr && (uintptr_t) address + bytes <= a->base + a->bytes;
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
    return perform(s, work);
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
}
