// expect: this condition is a bool that the program computed
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
    auto ed = session.get<User>(1);
    (void)session.select<User>().where(ed->age == 3);
#endif
}
