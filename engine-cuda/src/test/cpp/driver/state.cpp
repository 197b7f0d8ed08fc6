// What is counted, what has to fail, what was noted: the side of the stand-in that tests look at.
#include <stdarg.h>
#include <stdio.h>

#include "driver.h"

namespace driver {
std::recursive_mutex lock;
Context contexts[16];
thread_local Context *currentContext;
bool initialized;
int deviceCount = 1;
int driverVersion = 12060;
int lost;
int threadOrder;
int queryLag = 1;
bool late = true;
bool trackOrder;
std::map<std::string, int> alive;
std::set<Stream *> streams;
std::set<Event *> events;
std::map<void *, std::shared_ptr<Graph>> graphHandles, execHandles;
std::map<uintptr_t, size_t> pinned;
std::map<uintptr_t, Tracked> tracked;
Clock host;
}  // namespace driver

namespace {
std::map<std::string, long> calls;
std::vector<std::string> violations;
std::map<std::string, std::pair<long, int>> faults;  // call -> (calls to go, result)
}  // namespace

int driver::enter(const char *call, bool needsContext) {
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

void simLiveChange(const char *kind, int change) {
    Locked locked;
    alive[kind] += change;
}

void simReset() {
    Locked locked;
    finishAll();
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
    if (name == "late") {
        finishAll();
        late = value != 0;
    }
    if (name == "lag") queryLag = (int) value;
    if (name == "track") {
        trackOrder = value != 0;
        // Who has come where is judged while work is submitted and done at once.
        if (trackOrder) {
            finishAll();
            late = false;
        }
    }
    if (name == "memory") memorySetLimit((size_t) value);
    if (name == "devices") deviceCount = (int) value;
    if (name == "version") driverVersion = (int) value;
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
    finishAll();
    memoryCheck();
    std::string all;
    for (auto &v : violations) all += v + "\n";
    snprintf(text, (size_t) size, "%s", all.c_str());
    violations.clear();
    return (long) all.size();
}
}
