// expect: raise_on_load and noload are options of a member
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Post;
struct User {
    Key<int> id;
    List<Post> posts;
};
struct Post {
    Key<int> id;
    One<User> author;
};
void use(Session& session) {
#ifdef ATHANOR_CONTROL
    session.select<User>().with<&User::posts>(lazy).all();
#else
    session.select<User>().with<&User::posts>(raise_on_load).all();
#endif
}
