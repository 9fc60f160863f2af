// expect: a lambda that gives the column itself must say so
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<bool> active;
};
void use(Session& session) {
#ifdef ATHANOR_CONTROL
    (void)session.select<User>().where([](auto& u) -> auto& { return u.active; });
#else
    (void)session.select<User>().where([](auto& u) { return u.active; });
#endif
}
