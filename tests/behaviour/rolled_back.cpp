// SPDX-License-Identifier: MIT
// What objects know that a rollback has taken back.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace rolled_back {
using namespace athanor;
using support::Statements;
struct Entry;

struct Account {
    Key<int> id;
    Mapped<std::optional<std::string>> name;
    Dynamic<Entry, owned> entries;
};
struct Entry {
    Key<int> id;
    Mapped<std::optional<int>> account_id;
    One<Account> account;
};

struct Bank {
    Engine db{"sqlite://"};
    Session session{db, unattached(skip)};
    Bank() { create_all<Account>(db); }
};

TEST_CASE_FIXTURE(Bank, "rolled back: the last key that came into a foreign key decides whether it stays") {
    auto kept = session.add(Account{});
    session.commit();
    auto taken_back = session.add(Account{});
    auto entry = session.add(Entry{.account = taken_back});
    session.flush();
    entry->account = kept;
    session.flush();
    session.rollback();
    CHECK(state(entry) == State::transient);
    CHECK(entry->account_id == kept->id);
}

TEST_CASE_FIXTURE(Bank, "rolled back: a key that was expired cannot be read any more") {
    auto account = session.add(Account{.name = "ann"});
    session.flush();
    session.begin_nested();
    account->entries.add(Entry{}); // so that the inner rollback expires it
    session.rollback_nested();
    session.rollback();
    CHECK(state(account) == State::transient);
    CHECK_THROWS_AS((void)account->id.get(), DetachedError);
}

TEST_CASE_FIXTURE(
    Bank, "rolled back: what is not the session's object of its row any more is neither expired nor written") {
    session.add(Account{.name = "ann"});
    session.commit();
    session.expunge_all();
    auto first = session.get<Account>(1);
    session.erase(first);
    session.flush();
    auto second = make(Account{});
    second->id = 1;
    second->name = "bob";
    session.add(second);
    session.flush();
    CHECK(is_modified(second) == false);
    session.rollback();
    CHECK(session.get<Account>(1) == first);
    CHECK(state(second) == State::transient);
}

TEST_CASE_FIXTURE(Bank, "rolled back: NULL that was set says that a new object was modified") {
    CHECK(is_modified(session.add(Account{.name = std::nullopt})));
    CHECK_FALSE(is_modified(session.add(Account{})));
}

TEST_CASE_FIXTURE(Bank, "rolled back: deleting what a commit has deleted does nothing") {
    auto account = session.add(Account{});
    session.commit();
    session.erase(account);
    session.commit();
    CHECK_NOTHROW(session.erase(account));
    const Statements seen(db);
    session.flush();
    CHECK(seen.count() == 0);
}

} // namespace rolled_back
