// expect: a condition is needed here
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<int> age;
};
void use(Session& session) {
#ifdef ATHANOR_CONTROL
    from<User> u;
    (void)session.select(u).where(u->name == "ed");
#else
    from<User> u;
    (void)session.select(u).where(u->name);
#endif
}
