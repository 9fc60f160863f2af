// expect: sum() and avg() take numbers, not texts, times or identifiers
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
#include "athanor/chrono.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::chrono::sys_seconds> born;
    Mapped<double> size;
};
void use() {
    from<User> u;
#ifdef ATHANOR_CONTROL
    (void)select(avg(u->size));
#else
    (void)select(avg(u->born));
#endif
}
