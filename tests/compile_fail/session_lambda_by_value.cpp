// expect: must take its parameter as auto&
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
    (void)session.select<User>().where([](auto& u) { return u.age == 3; });
#else
    (void)session.select<User>().where([](auto u) { return u.age == 3; });
#endif
}
