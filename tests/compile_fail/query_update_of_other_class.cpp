// expect: this is a member of another class
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<std::string> name;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
};
void use(Session& session) {
#ifdef ATHANOR_CONTROL
    session.update<User>().set<&User::name>("ed").execute();
#else
    session.update<User>().set<&Post::title>("ed").execute();
#endif
}
