// expect: each output of the query must be of the type of its member
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
};
void use(Session& session) {
    from<User> u;
#ifdef ATHANOR_CONTROL
    session.insert<User>().from<&User::name>(select(u->name)).execute();
#else
    session.insert<User>().from<&User::name>(select(u->id)).execute();
#endif
}
