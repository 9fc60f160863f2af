// SPDX-License-Identifier: MIT
// A collection that nothing loads by accident.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace write_only {
using namespace athanor;
using support::Statements;
struct Entry;

struct Account {
    Key<int> id;
    WriteOnly<Entry, owned, passive_deletes> entries;
};
struct Entry {
    Key<int> id;
    Mapped<int> amount;
    One<Account> account;
};

struct Log {
    Key<int> id;
    Mapped<std::string> text;
};
struct Machine {
    Key<int> id;
    WriteOnly<Log, owned> logs; // passive_deletes was forgotten
};

struct Bank {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Account> account;
    Bank() {
        create_all<Account>(db);
        {
            Session first(db);
            first.add(Account{.entries = {make(Entry{.amount = 1}), make(Entry{.amount = 2})}});
            first.commit();
        }
        account = session.get<Account>(1);
    }
};

TEST_CASE_FIXTURE(Bank, "write only: members come and go without being loaded") {
    Statements seen(db);
    account->entries.add_all({{.amount = 3}, {.amount = 4}});
    account->entries.remove(session.get<Entry>(1));
    session.commit();
    CHECK(seen.count("INSERT") == 2);
    CHECK(seen.count("DELETE") == 1);
    CHECK(seen.count("SELECT") == 1); // the get
    CHECK(session.select<Entry>().count() == 3);
}

TEST_CASE_FIXTURE(Bank, "write only: what is needed is selected") {
    auto fresh = account->entries.add(Entry{.amount = 9});
    CHECK(fresh->account == account);
    CHECK(account->entries.select().count() == 3);
    CHECK(account->entries.select().where([](auto& e) { return e.amount > 8; }).one() == fresh);
    CHECK(account->entries.contains(fresh));
    int sum = 0;
    for (auto entry : account->entries.select()) sum += *entry->amount;
    CHECK(sum == 12);
}

TEST_CASE_FIXTURE(Bank, "write only: a new owner has no members to select, and its content can be replaced") {
    auto kept = make(Entry{.amount = 5});
    auto other = make(Account{.entries = {make(Entry{.amount = 4})}});
    CHECK_THROWS_AS((void)other->entries.select(), UsageError);
    other->entries = {kept};
    session.add(other);
    CHECK(other->entries.select().all() == std::vector{kept});
}

TEST_CASE_FIXTURE(Bank, "write only: the content of an owner with a row cannot be replaced, for nobody knows it") {
    Statements seen(db);
    const auto message = support::message<UsageError>([&] { account->entries = {}; });
    CHECK(support::has(message, {"Account::entries", "Account #1", "add()"}));
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(Bank, "write only: the database deletes the members of a deleted owner") {
    Statements seen(db);
    session.erase(account);
    session.commit();
    CHECK(seen.count("SELECT") == 0);
    CHECK(seen.count("DELETE") == 1);
    CHECK(session.select<Entry>().count() == 0);
}

TEST_CASE("write only: deleting an owner asks for passive_deletes, and nothing is marked") {
    Engine db("sqlite://");
    create_all<Machine>(db);
    Session session(db);
    auto machine = session.add(Machine{.logs = {make(Log{.text = "on"})}});
    session.commit();
    const auto message = support::message<UsageError>([&] { session.erase(machine); });
    CHECK(support::has(message, {"Machine::logs", "passive_deletes"}));
    session.commit();
    CHECK(session.select<Machine>().count() == 1);
}

} // namespace write_only
