// expect: are options of a Dict, which has keys
// SPDX-License-Identifier: MIT
#include "athanor/model.hpp"
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
    Key<int> id;
    Mapped<int> place;
};
struct Post {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    Dict<&User::place, by("post"), ordered> users;
#else
    List<User, by("post"), ordered> users;
#endif
};
int main() { class_info<Post>(); }
