// expect: the operands of coalesce() must be of one type
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::optional<int>> age;
};
void use() {
    from<User> u;
#ifdef ATHANOR_CONTROL
    (void)select(coalesce(u->age, 2.5));
#else
    (void)select(coalesce(u->age, "none"));
#endif
}
