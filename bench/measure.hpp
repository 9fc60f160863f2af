// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <malloc.h>
#include <map>
#include <string>
#include <sys/resource.h>
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION (void)0
#define CALLGRIND_TOGGLE_COLLECT (void)0
#define CALLGRIND_STOP_INSTRUMENTATION (void)0
#endif

// What both programs share: one run is one workload of one system in one process. Only its section is measured.

namespace bench {

struct Measured {
    double wall_ms = 0, cpu_ms = 0;
    long peak_kib = 0; ///< growth of the resident set to its highest point
    long long checksum = 0;
};

/// The part of a workload that is measured: from its making to stop().
class Section {
public:
    Section() : resident_(forget_peak()), cpu_(cpu_ms()), wall_(Clock::now()) {
        CALLGRIND_START_INSTRUMENTATION;
        CALLGRIND_TOGGLE_COLLECT;
    }
    Measured stop(long long checksum) const {
        CALLGRIND_TOGGLE_COLLECT;
        CALLGRIND_STOP_INSTRUMENTATION;
        const std::chrono::duration<double, std::milli> wall = Clock::now() - wall_;
        return {wall.count(), cpu_ms() - cpu_, status_kib("VmHWM:") - resident_, checksum};
    }

private:
    using Clock = std::chrono::steady_clock;

    static double cpu_ms() {
        rusage used{};
        getrusage(RUSAGE_SELF, &used);
        const auto ms = [](const timeval& t) {
            return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
        };
        return ms(used.ru_utime) + ms(used.ru_stime);
    }
    static long status_kib(const std::string& name) {
        std::ifstream status("/proc/self/status");
        for (std::string line; std::getline(status, line);)
            if (line.starts_with(name)) return std::atol(line.c_str() + name.size());
        return 0;
    }
    static long forget_peak() {
        malloc_trim(0);
        std::ofstream("/proc/self/clear_refs") << "5"; // VmHWM begins anew
        return status_kib("VmRSS:");
    }

    long resident_;
    double cpu_;
    Clock::time_point wall_;
};

using Workloads = std::map<std::string, std::function<Measured()>>;

/// Runs the workload that the command line names and prints what was measured.
inline int run(int count, char** arguments, const Workloads& workloads) {
    const auto found = workloads.find(count > 1 ? arguments[1] : "");
    if (found == workloads.end()) {
        for (const auto& [name, workload] : workloads) std::printf("%s\n", name.c_str());
        return count > 1 ? 2 : 0;
    }
    const Measured measured = found->second();
    std::printf("%.3f %.3f %ld %lld\n", measured.wall_ms, measured.cpu_ms, measured.peak_kib, measured.checksum);
    return 0;
}

} // namespace bench
