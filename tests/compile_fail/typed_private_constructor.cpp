// expect: give it a default constructor, a public one, or a private one and `friend athanor::class_access;`
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
class Account {
    friend struct athanor::describe<Account>;
#ifdef ATHANOR_CONTROL
    friend athanor::class_access;
#endif
    Account() = default;
    athanor::Key<int> id_;

public:
    explicit Account(int id) { id_ = id; }
};
template <> struct athanor::describe<Account> : athanor::members<&Account::id_> {};
void use(athanor::Session& session) { session.add(Account(3)); }
