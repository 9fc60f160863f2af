// expect: begins with that of its database
// SPDX-License-Identifier: MIT
#include "athanor/model.hpp"
#include "athanor/typed/describe.hpp"
using namespace athanor;
struct User {
#ifdef ATHANOR_CONTROL
    static constexpr auto table = athanor::table("user", table_option("mysql_charset", "utf8mb4"));
#else
    static constexpr auto table = athanor::table("user", table_option("charset", "utf8mb4"));
#endif
    Key<int> id;
};
int main() { class_info<User>(); }
