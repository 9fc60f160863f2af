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
    (void)session.select<User>().order_by([](auto& u) { return asc(u.age); });
#else
    (void)session.select<User>().order_by([](const User& u) { return asc(u.age); });
#endif
}
