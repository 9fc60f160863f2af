// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>

namespace athanor::kernel {

/// Says which thread is inside a session: one at a time. The same thread may enter again.
///
/// Threads that take turns see each other's work; one that comes while another is inside is refused.
class Occupancy {
public:
    void enter(); ///< **Throws** WrongThreadError
    void leave() noexcept {
        if (--depth_ == 0) thread_.store(nullptr, std::memory_order_release);
    }

private:
    std::atomic<const void*> thread_{nullptr}; ///< null: nobody
    unsigned depth_ = 0;                       ///< only the thread inside touches it
};

/// Occupies a session (null: none) as long as it lives.
class Occupied {
public:
    explicit Occupied(Occupancy* session) : session_(session) {
        if (session_) session_->enter();
    }
    Occupied(const Occupied&) = delete;
    Occupied& operator=(const Occupied&) = delete;
    ~Occupied() {
        if (session_) session_->leave();
    }

private:
    Occupancy* session_;
};

} // namespace athanor::kernel
