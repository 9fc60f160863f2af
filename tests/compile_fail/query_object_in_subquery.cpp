// expect: a subquery in FROM has columns, not objects
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
    (void)select(u->id, u->age).subquery();
#else
    (void)select(u, u->age).subquery();
#endif
}
