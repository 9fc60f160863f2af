// expect: select(…) takes aliases (from<T>), columns of an alias and expressions
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<int> age;
};
void use(Session& session) {
    from<User> u;
#ifdef ATHANOR_CONTROL
    (void)session.select(u->id, u->age);
#else
    (void)session.select(u->id, 3);
#endif
}
