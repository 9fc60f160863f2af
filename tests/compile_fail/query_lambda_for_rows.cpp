// expect: a condition is needed here, a comparison or a column of bool
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<int> age;
};
void use() {
    from<User> u;
#ifdef ATHANOR_CONTROL
    (void)select(u->id, u->age).where(u->age > 3);
#else
    (void)select(u->id, u->age).where([](auto& user) { return user.age > 3; });
#endif
}
