// expect: a column cannot be compared with a value of that type
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
    (void)session.select<User>().where([](auto& u) { return u.name == "3"; });
#else
    (void)session.select<User>().where([](auto& u) { return u.name == 3; });
#endif
}
